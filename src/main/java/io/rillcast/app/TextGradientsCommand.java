package io.rillcast.app;

import io.rillcast.rnn.CellKind;
import io.rillcast.training.GradientFlow;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows how much of the gradient is left, by distance in time. */
@Command(
        name = "gradients",
        description = "Trains a plain recurrent unit, an LSTM and a GRU to say at the end of a sequence which symbol it"
                + " began with, and shows the norm of the loss's gradient at each hidden state by its distance from the"
                + " loss: as a table, and drawn. A fourth curve is the plain unit untrained, with large recurrent"
                + " weights.")
final class TextGradientsCommand implements Callable<Integer> {
    private static final int LONGEST = 1000;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "gradients.svg",
            description = "Where the drawing goes. Default: ${DEFAULT-VALUE}.")
    private Path out;

    @Option(
            names = "--length",
            paramLabel = "N",
            defaultValue = "60",
            description = "Steps of a sequence. Default: ${DEFAULT-VALUE}.")
    private int length;

    @Option(names = "--hidden", defaultValue = "32", description = "Units of each cell. Default: ${DEFAULT-VALUE}.")
    private int hidden;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "400",
            description = "Optimiser steps for each cell. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(names = "--seed", defaultValue = "1", description = "Seeds all random choices. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean isJson;

    @Spec
    private CommandSpec spec;

    /** Trains, prints and draws. */
    @Override
    public Integer call() {
        WrongUsage.unless(
                spec,
                length >= 2 && length <= LONGEST,
                "--length must be between 2 and " + LONGEST + ": --length=" + length);
        WrongUsage.unless(
                spec, hidden >= 1 && hidden <= 1024, "--hidden must be between 1 and 1024: --hidden=" + hidden);
        WrongUsage.unless(spec, steps >= 0, "--steps must be >= 0: --steps=" + steps);
        requireNoDirectory();
        GradientTable table = new GradientTable(length, steps, curves());
        draw(table);
        PrintWriter writer = spec.commandLine().getOut();
        writer.print(isJson ? table.json() : table.text() + "drawn: " + out + System.lineSeparator());
        writer.flush();
        return 0;
    }

    private List<GradientFlow.Curve> curves() {
        GradientFlow flow = new GradientFlow(length, hidden, steps, seed);
        List<GradientFlow.Curve> curves = new ArrayList<>();
        try (Progress progress = Progress.start(new Progress.Task("training", "cells", 3))) {
            for (CellKind cell : List.of(CellKind.RNN_TANH, CellKind.LSTM, CellKind.GRU)) {
                progress.note(cell.text());
                curves.add(flow.trained(cell));
                progress.advance(1);
            }
        }
        curves.add(flow.exploding());
        return curves;
    }

    private void requireNoDirectory() {
        Path directory = out.toAbsolutePath().getParent();
        if (Files.isDirectory(out) || directory == null || !Files.isDirectory(directory)) {
            throw new CommandFailure(
                    "drawing must be a file in a directory that is there: file=" + out + "; name another by --out");
        }
    }

    private void draw(GradientTable table) {
        try {
            Files.write(out, new GradientChart(table).svg().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new CommandFailure(
                    "drawing must be writable: file=" + out + ", found="
                            + e.getClass().getSimpleName() + " " + e.getMessage() + "; name another by --out",
                    e);
        }
    }
}
