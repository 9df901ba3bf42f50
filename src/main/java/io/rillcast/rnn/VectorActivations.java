package io.rillcast.rnn;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Activations} by vectors: the same operations in the same order, so the same bits.
 *
 * <p>What does not fill a vector is covered by one that ends with the last number and begins before: each vector is read
 * before the one ahead of it is written. The three loops repeat each other on purpose, without a method in common: the
 * JVM stops inlining our methods, not its own, when a loop has grown large, and vectors that pass a call lie on the heap.
 */
final class VectorActivations {
    private static final VectorSpecies<Float> WIDE = FloatVector.SPECIES_PREFERRED;
    private static final int W = WIDE.length();

    private static final int ONE_BITS = Float.floatToRawIntBits(1);

    private VectorActivations() {}

    /** See {@link Kernels#exp}. */
    static void exp(float[] v, int from, int to) {
        if (to - from < W) {
            for (int i = from; i < to; i++) {
                v[i] = Activations.exp(v[i]);
            }
            return;
        }
        FloatVector next = FloatVector.fromArray(WIDE, v, from);
        for (int at = from; at < to; at += W) {
            int i = Math.min(at, to - W);
            FloatVector x = next;
            next = FloatVector.fromArray(WIDE, v, Math.min(at + W, to - W));
            FloatVector bounded = x.min(Activations.EXP_BOUND).max(-Activations.EXP_BOUND);
            FloatVector shifted = bounded.fma(
                    FloatVector.broadcast(WIDE, Activations.LOG2_E), FloatVector.broadcast(WIDE, Activations.ROUNDER));
            FloatVector minus = FloatVector.broadcast(WIDE, Activations.ROUNDER).sub(shifted);
            FloatVector r = minus.fma(
                    FloatVector.broadcast(WIDE, Activations.LN2_LOW),
                    minus.fma(FloatVector.broadcast(WIDE, Activations.LN2_HIGH), bounded));
            FloatVector sum = FloatVector.broadcast(WIDE, Activations.C7)
                    .fma(r, FloatVector.broadcast(WIDE, Activations.C6))
                    .fma(r, FloatVector.broadcast(WIDE, Activations.C5))
                    .fma(r, FloatVector.broadcast(WIDE, Activations.C4))
                    .fma(r, FloatVector.broadcast(WIDE, Activations.C3))
                    .fma(r, FloatVector.broadcast(WIDE, Activations.C2))
                    .fma(r.mul(r), r);
            IntVector exponent = shifted.reinterpretAsInts().sub(Activations.ROUNDER_BITS);
            IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
            FloatVector e = sum.add(1)
                    .mul(half.add(Activations.EXPONENT_BIAS)
                            .lanewise(VectorOperators.LSHL, Activations.EXPONENT_SHIFT)
                            .reinterpretAsFloats())
                    .mul(exponent.sub(half)
                            .add(Activations.EXPONENT_BIAS)
                            .lanewise(VectorOperators.LSHL, Activations.EXPONENT_SHIFT)
                            .reinterpretAsFloats());
            e.intoArray(v, i);
        }
    }

    /** See {@link Kernels#sigmoid}. */
    static void sigmoid(float[] v, int from, int to) {
        if (to - from < W) {
            for (int i = from; i < to; i++) {
                v[i] = Activations.sigmoid(v[i]);
            }
            return;
        }
        FloatVector next = FloatVector.fromArray(WIDE, v, from);
        for (int at = from; at < to; at += W) {
            int i = Math.min(at, to - W);
            FloatVector x = next;
            next = FloatVector.fromArray(WIDE, v, Math.min(at + W, to - W));
            FloatVector bounded = x.abs().min(Activations.EXP_BOUND).neg();
            FloatVector shifted = bounded.fma(
                    FloatVector.broadcast(WIDE, Activations.LOG2_E), FloatVector.broadcast(WIDE, Activations.ROUNDER));
            FloatVector minus = FloatVector.broadcast(WIDE, Activations.ROUNDER).sub(shifted);
            FloatVector r = minus.fma(
                    FloatVector.broadcast(WIDE, Activations.LN2_LOW),
                    minus.fma(FloatVector.broadcast(WIDE, Activations.LN2_HIGH), bounded));
            FloatVector sum = FloatVector.broadcast(WIDE, Activations.C7)
                    .fma(r, FloatVector.broadcast(WIDE, Activations.C6))
                    .fma(r, FloatVector.broadcast(WIDE, Activations.C5))
                    .fma(r, FloatVector.broadcast(WIDE, Activations.C4))
                    .fma(r, FloatVector.broadcast(WIDE, Activations.C3))
                    .fma(r, FloatVector.broadcast(WIDE, Activations.C2))
                    .fma(r.mul(r), r);
            IntVector exponent = shifted.reinterpretAsInts().sub(Activations.ROUNDER_BITS);
            IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
            FloatVector e = sum.add(1)
                    .mul(half.add(Activations.EXPONENT_BIAS)
                            .lanewise(VectorOperators.LSHL, Activations.EXPONENT_SHIFT)
                            .reinterpretAsFloats())
                    .mul(exponent.sub(half)
                            .add(Activations.EXPONENT_BIAS)
                            .lanewise(VectorOperators.LSHL, Activations.EXPONENT_SHIFT)
                            .reinterpretAsFloats());
            // 1 where the sign bit is clear, else e.
            IntVector isNegative = x.reinterpretAsInts().lanewise(VectorOperators.ASHR, 31);
            e.reinterpretAsInts()
                    .lanewise(VectorOperators.XOR, ONE_BITS)
                    .and(isNegative)
                    .lanewise(VectorOperators.XOR, ONE_BITS)
                    .reinterpretAsFloats()
                    .div(e.add(1))
                    .intoArray(v, i);
        }
    }

    /** See {@link Kernels#tanh}. */
    static void tanh(float[] v, int from, int to) {
        if (to - from < W) {
            for (int i = from; i < to; i++) {
                v[i] = Activations.tanh(v[i]);
            }
            return;
        }
        FloatVector next = FloatVector.fromArray(WIDE, v, from);
        for (int at = from; at < to; at += W) {
            int i = Math.min(at, to - W);
            FloatVector x = next;
            next = FloatVector.fromArray(WIDE, v, Math.min(at + W, to - W));
            FloatVector twice = x.abs().mul(2).min(Activations.TANH_BOUND);
            FloatVector shifted = twice.fma(
                    FloatVector.broadcast(WIDE, Activations.LOG2_E), FloatVector.broadcast(WIDE, Activations.ROUNDER));
            FloatVector minus = FloatVector.broadcast(WIDE, Activations.ROUNDER).sub(shifted);
            FloatVector r = minus.fma(
                    FloatVector.broadcast(WIDE, Activations.LN2_LOW),
                    minus.fma(FloatVector.broadcast(WIDE, Activations.LN2_HIGH), twice));
            FloatVector sum = FloatVector.broadcast(WIDE, Activations.C7)
                    .fma(r, FloatVector.broadcast(WIDE, Activations.C6))
                    .fma(r, FloatVector.broadcast(WIDE, Activations.C5))
                    .fma(r, FloatVector.broadcast(WIDE, Activations.C4))
                    .fma(r, FloatVector.broadcast(WIDE, Activations.C3))
                    .fma(r, FloatVector.broadcast(WIDE, Activations.C2))
                    .fma(r.mul(r), r);
            IntVector exponent = shifted.reinterpretAsInts().sub(Activations.ROUNDER_BITS);
            FloatVector scale = exponent.add(Activations.EXPONENT_BIAS)
                    .lanewise(VectorOperators.LSHL, Activations.EXPONENT_SHIFT)
                    .reinterpretAsFloats();
            FloatVector m = scale.fma(sum, scale.sub(1));
            m.div(m.add(2))
                    .reinterpretAsInts()
                    .or(x.reinterpretAsInts().and(Activations.SIGN_BIT))
                    .reinterpretAsFloats()
                    .intoArray(v, i);
        }
    }
}
