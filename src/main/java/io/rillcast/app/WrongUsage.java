package io.rillcast.app;

import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Arguments that parse but make no sense: they end a command with the status of wrong usage. */
final class WrongUsage {
    private WrongUsage() {}

    /**
     * Makes something of a command's arguments.
     *
     * @throws ParameterException with the sentence of an {@link IllegalArgumentException}
     */
    static <T> T unlessMade(CommandSpec spec, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(spec.commandLine(), refused.getMessage(), refused);
        }
    }

    /** A number as a person would have written it. */
    static String shown(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    /**
     * Checks a command's arguments.
     *
     * @throws ParameterException with this sentence unless the rule is kept
     */
    static void unless(CommandSpec spec, boolean isKept, String sentence) {
        if (!isKept) {
            throw new ParameterException(spec.commandLine(), sentence);
        }
    }
}
