package io.rillcast.training;

import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkStepper;
import io.rillcast.rnn.SoftmaxCrossEntropy;
import java.util.Random;

/**
 * Runs a network of text one symbol at a time and lets it go on by itself; mutable, owned by one thread.
 *
 * <p>One-to-many: each symbol that is drawn is the next input, and the state is carried. Symbol k is drawn with a
 * probability proportional to exp(y_k / temperature); at 0 it is the most likely one. What stands for unknown words is
 * never drawn.
 */
public final class TextGenerator {
    private final NetworkStepper stepper;
    private final Vocabulary vocabulary;
    private final double temperature;
    private final Random random;
    private final float[] state;
    private final float[] outputs;
    private final float[] probabilities;
    private final SoftmaxCrossEntropy softmax;
    private boolean hasRead;

    /**
     * A generator that has read nothing.
     *
     * @param network one output for each symbol of the vocabulary
     * @param vocabulary what the outputs are
     * @param temperature >= 0
     * @param random draws the symbols
     */
    public TextGenerator(Network network, Vocabulary vocabulary, double temperature, Random random) {
        if (!(temperature >= 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("temperature must be >= 0 and finite: temperature=" + temperature);
        }
        this.stepper = network.newStepper();
        this.vocabulary = vocabulary;
        this.temperature = temperature;
        this.random = random;
        this.state = new float[network.shape().stateLength()];
        this.outputs = new float[vocabulary.size()];
        this.probabilities = new float[vocabulary.size()];
        this.softmax = SoftmaxCrossEntropy.of(vocabulary.size());
    }

    /** Reads a symbol of a text that is given. */
    public void read(int number) {
        stepper.step(outputs, state, number);
        hasRead = true;
    }

    /**
     * Draws the next symbol and reads it; its number.
     *
     * @throws IllegalStateException before anything was read
     * @throws ArithmeticException if the network's outputs are not finite
     */
    public int next() {
        if (!hasRead) {
            throw new IllegalStateException("a first symbol must be read before another can follow");
        }
        int number = draw();
        read(number);
        return number;
    }

    /**
     * How well a network foretells a text, read from a state of zeros: the mean over all symbols but the first.
     *
     * @param text at least two symbols
     * @return bits a symbol, -log2 of the probability that it was given
     */
    public static double bits(Network network, EncodedText text) {
        NetworkStepper stepper = network.newStepper();
        SoftmaxCrossEntropy loss = SoftmaxCrossEntropy.of(network.shape().outputs());
        float[] state = new float[network.shape().stateLength()];
        float[] outputs = new float[network.shape().outputs()];
        float[] target = new float[1];
        double sum = 0;
        for (int place = 0; place < text.length() - 1; place++) {
            stepper.step(outputs, state, text.number(place));
            target[0] = text.number(place + 1);
            sum += loss.loss(outputs, 0, target);
        }
        return sum / (text.length() - 1) / Math.log(2);
    }

    private int draw() {
        for (int number = 0; number < outputs.length; number++) {
            if (!Float.isFinite(outputs[number])) {
                throw new ArithmeticException("a network's outputs must be finite: output=" + outputs[number]);
            }
            if (vocabulary.isUnknown(number)) {
                outputs[number] = Float.NEGATIVE_INFINITY;
            }
        }
        if (temperature == 0) {
            return likeliest();
        }
        softmax.probabilities(probabilities, outputs, 0, temperature);
        return softmax.sample(probabilities, random);
    }

    private int likeliest() {
        int likeliest = 0;
        for (int number = 1; number < outputs.length; number++) {
            likeliest = outputs[number] > outputs[likeliest] ? number : likeliest;
        }
        return likeliest;
    }
}
