package io.rillcast.app;

/** Texts as a page can hold them. */
final class Html {
    private Html() {}

    /** A text that shows as it is, between tags or within a quoted attribute; what cannot be seen as an escape. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        PlainLines.shown(text).codePoints().forEach(point -> {
            switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(point);
            }
        });
        return escaped.toString();
    }
}
