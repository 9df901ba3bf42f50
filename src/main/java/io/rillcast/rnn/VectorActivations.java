package io.rillcast.rnn;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Activations} by vectors: the same operations in the same order, so the same bits.
 *
 * <p>What does not fill a vector is covered by one that ends with the last number and begins before: it is read before
 * the others are overwritten.
 */
final class VectorActivations {
    private static final VectorSpecies<Float> WIDE = FloatVector.SPECIES_PREFERRED;
    private static final int W = WIDE.length();

    private VectorActivations() {}

    /** See {@link Kernels#exp}. */
    static void exp(float[] v, int from, int to) {
        if (to - from < W) {
            for (int i = from; i < to; i++) {
                v[i] = Activations.exp(v[i]);
            }
            return;
        }
        FloatVector last = exp(FloatVector.fromArray(WIDE, v, to - W));
        for (int i = from; i <= to - W; i += W) {
            exp(FloatVector.fromArray(WIDE, v, i)).intoArray(v, i);
        }
        last.intoArray(v, to - W);
    }

    /** See {@link Kernels#sigmoid}. */
    static void sigmoid(float[] v, int from, int to) {
        if (to - from < W) {
            for (int i = from; i < to; i++) {
                v[i] = Activations.sigmoid(v[i]);
            }
            return;
        }
        FloatVector last = sigmoid(FloatVector.fromArray(WIDE, v, to - W));
        for (int i = from; i <= to - W; i += W) {
            sigmoid(FloatVector.fromArray(WIDE, v, i)).intoArray(v, i);
        }
        last.intoArray(v, to - W);
    }

    /** See {@link Kernels#tanh}. */
    static void tanh(float[] v, int from, int to) {
        if (to - from < W) {
            for (int i = from; i < to; i++) {
                v[i] = Activations.tanh(v[i]);
            }
            return;
        }
        FloatVector last = tanh(FloatVector.fromArray(WIDE, v, to - W));
        for (int i = from; i <= to - W; i += W) {
            tanh(FloatVector.fromArray(WIDE, v, i)).intoArray(v, i);
        }
        last.intoArray(v, to - W);
    }

    /** As {@link Activations#exp}. */
    private static FloatVector exp(FloatVector x) {
        IntVector bits = x.reinterpretAsInts();
        return expBounded(boundedMagnitude(bits, Activations.EXP_BOUND)
                .or(bits.and(Activations.SIGN_BIT))
                .reinterpretAsFloats());
    }

    /** As {@link Activations#sigmoid}. */
    private static FloatVector sigmoid(FloatVector x) {
        IntVector bits = x.reinterpretAsInts();
        FloatVector e = expBounded(boundedMagnitude(bits, Activations.EXP_BOUND)
                .or(Activations.SIGN_BIT)
                .reinterpretAsFloats());
        // 1 where the sign bit is clear, else e.
        IntVector one = FloatVector.broadcast(WIDE, 1).reinterpretAsInts();
        IntVector isNegative = bits.lanewise(VectorOperators.ASHR, 31);
        IntVector top = one.lanewise(
                VectorOperators.XOR,
                e.reinterpretAsInts().lanewise(VectorOperators.XOR, one).and(isNegative));
        return top.reinterpretAsFloats().div(e.add(1));
    }

    /** As {@link Activations#tanh}. */
    private static FloatVector tanh(FloatVector x) {
        IntVector bits = x.reinterpretAsInts();
        FloatVector twice = bits.and(Activations.ABS_BITS).reinterpretAsFloats().mul(2);
        twice = boundedMagnitude(twice.reinterpretAsInts(), Activations.TANH_BOUND)
                .reinterpretAsFloats();
        FloatVector shifted = shifted(twice);
        FloatVector scale = powerOfTwo(exponent(shifted));
        FloatVector m = scale.fma(expMinusOne(rest(twice, shifted)), scale.sub(1));
        return m.div(m.add(2))
                .reinterpretAsInts()
                .or(bits.and(Activations.SIGN_BIT))
                .reinterpretAsFloats();
    }

    private static IntVector boundedMagnitude(IntVector bits, float bound) {
        return bits.and(Activations.ABS_BITS)
                .add(Activations.NAN_SHIFT)
                .min(Float.floatToRawIntBits(bound) + Activations.NAN_SHIFT)
                .sub(Activations.NAN_SHIFT);
    }

    private static FloatVector expBounded(FloatVector x) {
        FloatVector shifted = shifted(x);
        FloatVector sum = expMinusOne(rest(x, shifted)).add(1);
        IntVector exponent = exponent(shifted);
        IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
        return sum.mul(powerOfTwo(half)).mul(powerOfTwo(exponent.sub(half)));
    }

    private static FloatVector shifted(FloatVector x) {
        return x.fma(constant(Activations.LOG2_E), constant(Activations.ROUNDER));
    }

    private static IntVector exponent(FloatVector shifted) {
        return shifted.reinterpretAsInts().sub(Activations.ROUNDER_BITS);
    }

    private static FloatVector rest(FloatVector x, FloatVector shifted) {
        FloatVector minus = constant(Activations.ROUNDER).sub(shifted);
        return minus.fma(constant(Activations.LN2_LOW), minus.fma(constant(Activations.LN2_HIGH), x));
    }

    private static FloatVector expMinusOne(FloatVector r) {
        FloatVector sum = constant(Activations.C7).fma(r, constant(Activations.C6));
        sum = sum.fma(r, constant(Activations.C5));
        sum = sum.fma(r, constant(Activations.C4));
        sum = sum.fma(r, constant(Activations.C3));
        sum = sum.fma(r, constant(Activations.C2));
        return sum.fma(r.mul(r), r);
    }

    private static FloatVector powerOfTwo(IntVector exponent) {
        return exponent.add(Activations.EXPONENT_BIAS)
                .lanewise(VectorOperators.LSHL, Activations.EXPONENT_SHIFT)
                .reinterpretAsFloats();
    }

    private static FloatVector constant(float value) {
        return FloatVector.broadcast(WIDE, value);
    }
}
