package io.rillcast.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WireHeaderTest {
    @Test
    void writesMagicAndIdBigEndian() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        WireHeader.write(out, 0x01_02_83_f4);

        assertThat(out.toByteArray()).containsExactly(0x00, 0x01, 0x02, 0x83, 0xf4);
    }

    @Test
    void readsTheId() {
        byte[] value = {0, 1, 2, (byte) 0x83, (byte) 0xf4, 99};

        assertThat(WireHeader.schemaIdOf(value)).isEqualTo(0x01_02_83_f4);
    }

    @Test
    void refusesTextAndSaysWhatToDo() {
        assertThatThrownBy(() -> WireHeader.schemaIdOf("{\"a\":1}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedRecord.class)
                .hasMessage("value must begin with magic byte 0 and a schema id: firstByte=123; write it with a schema"
                        + " registry's serializer, or set readings.format=json");
    }

    @Test
    void refusesHalfAHeader() {
        assertThatThrownBy(() -> WireHeader.schemaIdOf(new byte[] {0, 0, 1}))
                .isInstanceOf(MalformedRecord.class)
                .hasMessage("value must be longer than its header of 5 bytes: bytes=3");
    }
}
