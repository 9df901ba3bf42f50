package io.rillcast.app;

import io.rillcast.config.NearestKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;

/** Says what is wrong with the arguments of a command: everything at once, one sentence each. */
final class UsageSentences {
    /** A shorter name resembles too many others. */
    private static final int SHORTEST_GUESSED = 3;

    private final CommandLine command;
    private final List<String> given;
    private final Set<String> sentences = new LinkedHashSet<>();
    /** Options that an unknown one was taken for; that they are missing too need not be said. */
    private final Set<String> meant = new LinkedHashSet<>();

    private UsageSentences(CommandLine command, List<String> given) {
        this.command = command;
        this.given = given;
    }

    /** A sentence for each thing that is wrong. */
    static List<String> of(ParameterException wrong, List<String> given) {
        UsageSentences found = new UsageSentences(wrong.getCommandLine(), given);
        found.addMisplaced();
        found.addUnmatched();
        if (wrong instanceof MissingParameterException missing) {
            missing.getMissing().forEach(found::addMissing);
        } else if (wrong instanceof OverwrittenOptionException twice) {
            found.sentences.add(name(twice.getOverwritten()) + " must be given once");
        } else if (wrong.getArgSpec() != null) {
            found.addWrongValue(wrong);
        } else if (found.sentences.isEmpty()) {
            found.sentences.add(wrong.getMessage());
        }
        return List.copyOf(found.sentences);
    }

    /** Options that were given before the command they may belong to. */
    private void addMisplaced() {
        for (CommandLine above = command.getParent(); above != null; above = above.getParent()) {
            for (String argument : above.getUnmatchedArguments()) {
                if (argument.startsWith("-")) {
                    String option = argument.replaceFirst("=.*", "");
                    meant.add(option);
                    sentences.add("options must stand after their command: option=" + option + ", command="
                            + command.getCommandName());
                }
            }
        }
    }

    private void addUnmatched() {
        boolean mayBeValue = false;
        for (String argument : command.getUnmatchedArguments()) {
            if (argument.startsWith("-")) {
                addUnknownOption(argument.replaceFirst("=.*", ""));
                mayBeValue = !argument.contains("=");
            } else if (mayBeValue) {
                mayBeValue = false;
            } else if (command.getSubcommands().isEmpty()) {
                sentences.add("argument must be one that the command takes: argument=" + argument + ", command="
                        + command.getCommandName());
            } else {
                sentences.add("unknown command: command=" + argument
                        + NearestKey.of(argument, command.getSubcommands().keySet())
                                .map(near -> "; did you mean " + near)
                                .orElse(""));
                return; // What follows was meant for that command.
            }
        }
    }

    private void addUnknownOption(String option) {
        String bare = option.replaceFirst("^-+", "");
        List<String> known = command.getCommandSpec().options().stream()
                .map(OptionSpec::longestName)
                .filter(name -> name.startsWith("--"))
                .map(name -> name.substring(2))
                .toList();
        Optional<String> near = bare.length() < SHORTEST_GUESSED ? Optional.empty() : NearestKey.of(bare, known);
        near.ifPresent(name -> meant.add("--" + name));
        sentences.add("unknown option: option=" + option + ", command=" + command.getCommandName()
                + near.map(name -> "; did you mean --" + name).orElse(""));
    }

    private void addMissing(ArgSpec missing) {
        String name = name(missing);
        if (meant.contains(name)) {
            return;
        }
        sentences.add(
                missing.isOption() && given.contains(name)
                        ? name + " must be given a value: " + name + "=" + missing.paramLabel()
                        : (missing.isOption() ? name + "=" + missing.paramLabel() : name) + " must be given");
    }

    private void addWrongValue(ParameterException wrong) {
        ArgSpec argument = wrong.getArgSpec();
        // picocli leaves the value out of some of its exceptions, but never out of their messages.
        String value = Optional.ofNullable(wrong.getValue())
                .orElseGet(() -> wrong.getMessage().replaceFirst("(?s).* but was '?(.*?)'?$", "$1"));
        sentences.add(name(argument) + " must be " + range(argument) + ": " + name(argument) + "=" + value);
    }

    private static String range(ArgSpec argument) {
        Class<?> type = argument.type();
        if (argument.isMultiValue() && argument.paramLabel().contains("=")) {
            return argument.paramLabel();
        }
        if (type == int.class || type == Integer.class) {
            return "a whole number up to " + Integer.MAX_VALUE;
        }
        if (type == long.class || type == Long.class) {
            return "a whole number";
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        if (type.isEnum()) {
            return "one of "
                    + List.of(type.getEnumConstants()).stream()
                            .map(String::valueOf)
                            .collect(Collectors.joining(", "));
        }
        return argument.arity().max() == 0 ? "given without a value" : "a " + argument.paramLabel();
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
