package io.rillcast.app;

import io.rillcast.training.TextGenerator;
import io.rillcast.training.TextSplitter;
import io.rillcast.training.TextUnit;
import io.rillcast.training.Vocabulary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets a network of text go on from where a seed ends. */
@Command(
        name = "generate",
        description =
                "Writes a text with a model that `rillcast text train` made: the seed, then what the network draws"
                        + " one after another from all before it. Equal arguments give equal texts.")
final class TextGenerateCommand implements Callable<Integer> {
    /** How often it is asked whether anyone still reads. */
    private static final int FLUSH_EVERY = 256;

    @Parameters(paramLabel = "MODEL", description = "The model's file.")
    private Path file;

    @Option(
            names = "--seed",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "What the text begins with. Default: a character or word of the model's, by chance.")
    private String seed;

    @Option(
            names = "--length",
            paramLabel = "N",
            defaultValue = "500",
            description = "Characters or words after the seed. Default: ${DEFAULT-VALUE}.")
    private int length;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0.8",
            description = "1 draws as was learned, less is bolder, 0 takes the likeliest. Default: ${DEFAULT-VALUE}.")
    private double temperature;

    @Option(
            names = "--random-seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seeds the draws. Default: ${DEFAULT-VALUE}.")
    private long randomSeed;

    @Spec
    private CommandSpec spec;

    /** Prints the text and nothing else. */
    @Override
    public Integer call() {
        WrongUsage.unless(spec, length >= 0, "--length must be >= 0: --length=" + length);
        WrongUsage.unless(
                spec,
                temperature >= 0 && temperature < Double.POSITIVE_INFINITY,
                "--temperature must be >= 0 and finite: --temperature=" + WrongUsage.shown(temperature));
        TextModel model = TextModel.read(file);
        Random random = new Random(randomSeed);
        TextGenerator generator = new TextGenerator(model.network(), model.vocabulary(), temperature, random);
        PrintWriter out = spec.commandLine().getOut();
        int left = length;
        List<Integer> given = numbers(model.vocabulary());
        if (given.isEmpty() && left > 0) {
            int first = aKnownOne(model.vocabulary(), random);
            generator.read(first);
            out.print(model.vocabulary().symbol(first));
            left--;
        }
        given.forEach(generator::read);
        out.print(seed);
        while (left > 0 && !(left % FLUSH_EVERY == 0 && out.checkError())) {
            out.print(model.vocabulary().symbol(next(generator)));
            left--;
        }
        out.println();
        out.flush();
        return 0;
    }

    private int next(TextGenerator generator) {
        try {
            return generator.next();
        } catch (ArithmeticException overflow) {
            throw new CommandFailure(
                    overflow.getMessage() + ", model=" + file + "; train one at a lower --rate", overflow);
        }
    }

    private static int aKnownOne(Vocabulary vocabulary, Random random) {
        int number = random.nextInt(vocabulary.size());
        return vocabulary.isUnknown(number) ? vocabulary.size() - 1 : number;
    }

    private List<Integer> numbers(Vocabulary vocabulary) {
        List<Integer> numbers = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        TextSplitter.split(vocabulary.unit(), seed, symbol -> {
            OptionalInt number = vocabulary.number(symbol);
            if (number.isEmpty() && numbers.isEmpty()) {
                // The first word of a seed may stand within a line of the text that was learned.
                number = vocabulary.number(" " + symbol);
            }
            number.ifPresentOrElse(numbers::add, () -> unknown.add(symbol));
        });
        if (!unknown.isEmpty()) {
            String first = unknown.get(0);
            throw new CommandFailure("seed must be made of " + vocabulary.unit().plural()
                    + " of the text that was learned: " + vocabulary.unit().text() + "=\"" + PlainLines.shown(first)
                    + "\"" + codePoint(vocabulary.unit(), first) + ", model=" + file
                    + "; leave it out or say it otherwise");
        }
        return numbers;
    }

    private static String codePoint(TextUnit unit, String symbol) {
        return unit == TextUnit.CHARACTER ? String.format(Locale.ROOT, " (U+%04X)", symbol.codePointAt(0)) : "";
    }
}
