// Loaded before the first paint, so that a chosen theme does not flash.
(function () {
  'use strict';
  try {
    const chosen = localStorage.getItem('theme');
    if (chosen === 'light' || chosen === 'dark') {
      document.documentElement.dataset.theme = chosen;
    }
  } catch {
    // Storage can be forbidden; the system's theme is used then.
  }
})();
