package io.rillcast.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Loads every vector of an array once and multiply-adds it to one of eight sums that do not wait for each other. */
final class VectorLoop {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int SUMS = 8;

    private VectorLoop() {}

    /** The bits of a vector. */
    static int vectorBits() {
        return SPECIES.vectorBitSize();
    }

    /** How many floats one turn of the loop takes. */
    static int turn() {
        return SUMS * LANES;
    }

    /**
     * One pass.
     *
     * @param values float[at least start + count]
     * @param start where it begins
     * @param count how many floats, a multiple of {@link #turn}
     * @return a sum that needs every value
     */
    static float pass(float[] values, int start, int count) {
        FloatVector factor = FloatVector.broadcast(SPECIES, 0.5f);
        FloatVector sum0 = FloatVector.zero(SPECIES);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        FloatVector sum4 = sum0;
        FloatVector sum5 = sum0;
        FloatVector sum6 = sum0;
        FloatVector sum7 = sum0;
        int end = start + count;
        for (int i = start; i < end; i += SUMS * LANES) {
            sum0 = FloatVector.fromArray(SPECIES, values, i).fma(factor, sum0);
            sum1 = FloatVector.fromArray(SPECIES, values, i + LANES).fma(factor, sum1);
            sum2 = FloatVector.fromArray(SPECIES, values, i + 2 * LANES).fma(factor, sum2);
            sum3 = FloatVector.fromArray(SPECIES, values, i + 3 * LANES).fma(factor, sum3);
            sum4 = FloatVector.fromArray(SPECIES, values, i + 4 * LANES).fma(factor, sum4);
            sum5 = FloatVector.fromArray(SPECIES, values, i + 5 * LANES).fma(factor, sum5);
            sum6 = FloatVector.fromArray(SPECIES, values, i + 6 * LANES).fma(factor, sum6);
            sum7 = FloatVector.fromArray(SPECIES, values, i + 7 * LANES).fma(factor, sum7);
        }
        return sum0.add(sum1)
                .add(sum2.add(sum3))
                .add(sum4.add(sum5).add(sum6.add(sum7)))
                .reduceLanes(VectorOperators.ADD);
    }
}
