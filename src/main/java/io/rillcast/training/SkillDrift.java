package io.rillcast.training;

/**
 * Finds out where the readings of a group have changed, by the skill of the network in use: the logarithm of its loss over
 * naive's, window by window, must stay at its level ({@link PageHinkley}).
 *
 * <p>A skill that falls is the usual sign. One that rises is one too, if no other network came into use meanwhile: it was
 * learnt from other readings than these, and what is left to be gained is not known. Changes of the logarithm below
 * {@value #LEAST_DEVIATION} are not worth a training. Time is counted in readings of the group. After an alarm everything
 * begins anew.
 *
 * @param worse the test of the logarithms, since a network came into use that nothing had judged
 * @param better the test of their negatives, since the network came into use
 * @param changedAt readings at which the last change seems to have begun; 0 for none
 * @param noticedAt readings when it was noticed; 0 for none
 */
public record SkillDrift(PageHinkley worse, PageHinkley better, long changedAt, long noticedAt) {
    /** Nothing was seen. */
    public static final SkillDrift NONE = new SkillDrift(PageHinkley.NONE, PageHinkley.NONE, 0, 0);

    private static final double LEAST_DEVIATION = 0.05;

    /**
     * After a watched window.
     *
     * @param atReadings readings of the group, with the window's
     */
    SkillDrift saw(Watched watched, long atReadings) {
        double skill = Math.log(Math.max(watched.incumbent(), 1e-9) / watched.naive());
        PageHinkley fell = worse.saw(skill, LEAST_DEVIATION, atReadings);
        PageHinkley rose = better.saw(-skill, LEAST_DEVIATION, atReadings);
        if (fell.isRisen()) {
            return new SkillDrift(PageHinkley.NONE, PageHinkley.NONE, fell.quietAt(), atReadings);
        }
        if (rose.isRisen()) {
            return new SkillDrift(PageHinkley.NONE, PageHinkley.NONE, rose.quietAt(), atReadings);
        }
        return new SkillDrift(fell, rose, changedAt, noticedAt);
    }

    /** After a network came into use that nothing has judged: whatever its skill is says nothing of the readings. */
    SkillDrift underAPersons() {
        return new SkillDrift(PageHinkley.NONE, PageHinkley.NONE, changedAt, noticedAt);
    }

    /** After another network came into use that was judged to be better. */
    SkillDrift underAnother() {
        return new SkillDrift(worse, PageHinkley.NONE, changedAt, noticedAt);
    }
}
