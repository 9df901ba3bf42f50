package io.rillcast.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TensorTest {
    @Test
    void copiesInAndOut() {
        float[] values = {1, 2};
        Tensor tensor = Tensor.of(new int[] {1, 2}, values);

        values[0] = 9;
        tensor.values()[1] = 9;
        tensor.shape()[0] = 9;

        assertThat(tensor.values()).containsExactly(1, 2);
        assertThat(tensor.shape()).containsExactly(1, 2);
    }

    @Test
    void refusesValuesThatItsShapeDoesNotHold() {
        assertThatThrownBy(() -> Tensor.of(new int[] {2, 2}, new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a tensor must have as many values as its shape says: shape=[2, 2], values=3");
    }

    @Test
    void refusesSizesBelowZeroAndBeyondCounting() {
        assertThatThrownBy(() -> Tensor.of(new int[] {-1, -1}, new float[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a tensor must have as many values as its shape says: shape=[-1, -1], values=1");
        int most = Integer.MAX_VALUE;
        assertThatThrownBy(() -> Tensor.of(new int[] {most, most, most}, new float[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a tensor must have as many values as its shape says:"
                        + " shape=[2147483647, 2147483647, 2147483647], values=1");
    }
}
