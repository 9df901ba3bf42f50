package io.rillcast.training;

import io.rillcast.training.TrainingRecord.Decision;
import io.rillcast.training.TrainingRecord.Losses;
import java.util.Locale;

/**
 * Whether a candidate becomes the incumbent: its loss must be below that of the model in use, or of naive where there
 * is none, by a margin; a tie keeps what is there. One that beats a poor incumbent is promoted though naive beats both,
 * which its record says: the blend leaves out what is worse than naive, and the better network is the better start.
 *
 * @param margin share of the loss to beat, in [0, 1)
 */
record PromotionRule(double margin) {
    /** Fewer judged readings than this say nothing. */
    static final long FEWEST_JUDGED = 30;

    /** Decides by the losses on so many judged readings; the incumbent's is NaN where there is none. */
    Decision decide(Losses losses, long judged) {
        double toBeat = Double.isNaN(losses.incumbent()) ? losses.naive() : losses.incumbent();
        boolean isBetter = losses.candidate() < toBeat * (1 - margin);
        return judged >= FEWEST_JUDGED && isBetter ? Decision.PROMOTED : Decision.KEPT;
    }

    /** Whether a candidate that has not seen the judged readings is better than naive or the incumbent on them. */
    boolean isSound(Losses losses, long judged) {
        boolean isSound = losses.candidate() < losses.naive() || losses.candidate() < losses.incumbent();
        return judged >= FEWEST_JUDGED && isSound;
    }

    /** The decision in a sentence. */
    String reason(Losses losses, long judged) {
        if (judged < FEWEST_JUDGED) {
            return "kept: only " + judged + " readings to judge on, " + FEWEST_JUDGED + " are needed";
        }
        boolean isFirst = Double.isNaN(losses.incumbent());
        double toBeat = isFirst ? losses.naive() : losses.incumbent();
        boolean promoted = decide(losses, judged) == Decision.PROMOTED;
        String poor = promoted && losses.candidate() >= losses.naive()
                ? String.format(Locale.ROOT, "; naive %.5f is better than both", losses.naive())
                : "";
        return String.format(
                Locale.ROOT,
                "%s: candidate %.5f %s %s %.5f with margin %.3f, on %d readings%s",
                promoted ? "promoted" : "kept",
                losses.candidate(),
                promoted ? "beats" : "does not beat",
                isFirst ? "naive" : "incumbent",
                toBeat,
                margin,
                judged,
                poor);
    }
}
