package io.rillcast.bench;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.rillcast.rnn.Tensor;
import java.util.Map;

/** PyTorch's optimiser step by DJL: its GRU operator over the whole chunk, its autograd, its AdamW. */
final class TorchTraining implements TrainingEngine {
    private static final float TINY = 1e-6f;

    private final NDManager manager;
    private final NDList gru;
    private final NDList parameters;
    private final NDArray x;
    private final NDArray target;
    private final NDArray levels;
    private final NDArray levelsBelow;
    private final Optimizer optimiser;
    private NDArray state;

    /** Ready for the first step from the case's weights and states of zeros. */
    TorchTraining(TrainingCase chunk) {
        manager = NDManager.newBaseManager("PyTorch");
        Map<String, Tensor> weights = chunk.weights();
        gru = TorchArrays.gru(manager, weights);
        parameters = new NDList(gru);
        parameters.add(TorchArrays.of(manager, weights.get("head.weight")));
        parameters.add(TorchArrays.of(manager, weights.get("head.bias")));
        parameters.forEach(parameter -> parameter.setRequiresGradient(true));
        x = manager.create(flat(chunk), new Shape(TrainingCase.STEPS, chunk.batch, StepCase.INPUTS));
        target = manager.create(chunk.targets).reshape(TrainingCase.STEPS, chunk.batch, 1);
        levels = manager.create(TrainingCase.levels()).toType(DataType.FLOAT32, false);
        levelsBelow = levels.sub(1);
        optimiser = Optimizer.adamW()
                .optLearningRateTracker(Tracker.fixed((float) TrainingCase.RATE))
                .optWeightDecays((float) TrainingCase.WEIGHT_DECAY)
                .build();
        state = manager.zeros(new Shape(1, chunk.batch, chunk.hidden));
    }

    @Override
    public double step() {
        try (NDManager scratch = manager.newSubManager()) {
            double loss = computeGradients(scratch);
            NDList gradients = new NDList();
            for (NDArray parameter : parameters) {
                NDArray gradient = parameter.getGradient();
                gradient.attach(scratch);
                gradients.add(gradient);
            }
            clip(gradients);
            for (int i = 0; i < parameters.size(); i++) {
                optimiser.update(Integer.toString(i), parameters.get(i), gradients.get(i));
            }
            return loss;
        }
    }

    private double computeGradients(NDManager scratch) {
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.zeroGradients();
            NDArray input = x.duplicate();
            input.attach(scratch);
            NDList result = input.getNDArrayInternal().gru(input, state, gru, true, 1, 0, true, false, false);
            state.close();
            state = result.get(1).stopGradient();
            state.attach(manager);
            NDArray outputs = Linear.linear(result.get(0), parameters.get(4), parameters.get(5))
                    .singletonOrThrow();
            NDArray above = outputs.neg().add(target);
            NDArray loss = above.mul(levels).maximum(above.mul(levelsBelow)).mean();
            collector.backward(loss);
            return loss.getFloat();
        }
    }

    private static void clip(NDList gradients) {
        double sum = 0;
        for (NDArray gradient : gradients) {
            sum += gradient.square().sum().getFloat();
        }
        double norm = Math.sqrt(sum);
        if (norm > TrainingCase.MAX_NORM) {
            float scale = (float) (TrainingCase.MAX_NORM / (norm + TINY));
            gradients.forEach(gradient -> gradient.muli(scale));
        }
    }

    private static float[] flat(TrainingCase chunk) {
        float[] flat = new float[TrainingCase.STEPS * chunk.batch * StepCase.INPUTS];
        int at = 0;
        for (float[][] step : chunk.inputs) {
            for (float[] row : step) {
                System.arraycopy(row, 0, flat, at, row.length);
                at += row.length;
            }
        }
        return flat;
    }

    @Override
    public void close() {
        manager.close();
    }
}
