package io.rillcast.serde;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8TextTest {
    @TempDir
    private Path dir;

    @Test
    void readsEveryCharacterOfUnicode() throws Exception {
        StringBuilder all = new StringBuilder();
        for (int codePoint = 0; codePoint <= 0x10FFFF; codePoint++) {
            if (codePoint < 0xD800 || codePoint > 0xDFFF) {
                all.appendCodePoint(codePoint);
            }
        }

        assertThat(read(all.toString().getBytes(UTF_8))).isEqualTo(all.toString());
    }

    @Test
    void leavesOutAByteOrderMarkAtTheStartAlone() throws Exception {
        assertThat(read("\uFEFFa\uFEFFb".getBytes(UTF_8))).isEqualTo("a\uFEFFb");
        assertThat(read("\uFEFF".getBytes(UTF_8))).isEmpty();
        assertThat(read(new byte[0])).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    61 80             | begin a character                            | 1 | 1 | 80
                    0a 0a ff          | begin a character                            | 3 | 2 | ff
                    61 c3             | be followed by 1 more of its character       | 1 | 1 | c3
                    61 e2 82          | be followed by 2 more of its character       | 1 | 1 | e2
                    f0 9f 98 61       | be followed by 3 more of its character       | 1 | 0 | f0
                    c0 80             | begin the shortest form of its character     | 1 | 0 | c0
                    0a e0 80 80       | begin the shortest form of its character     | 2 | 1 | e0
                    f0 80 80 80       | begin the shortest form of its character     | 1 | 0 | f0
                    ed a0 80          | begin a character of Unicode                 | 1 | 0 | ed
                    f4 90 80 80       | begin a character of Unicode                 | 1 | 0 | f4
                    f8 88 80 80 80    | begin a character                            | 1 | 0 | f8
                    """)
    void refusesBytesThatAreNoCharacter(String hex, String rule, int line, int offset, String first) {
        assertThatThrownBy(() -> read(bytes(hex)))
                .isInstanceOf(BadText.class)
                .hasMessage("file must be UTF-8 text: a byte must " + rule + ": file=text.txt, line=" + line
                        + ", offset=" + offset + ", byte=0x" + first + "; convert it to UTF-8");
    }

    @Test
    void judgesRandomBytesAsTheJdkDoes() throws Exception {
        Random random = new Random(17);
        int valid = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(4)];
            random.nextBytes(bytes);
            if (random.nextBoolean()) {
                bytes[0] = (byte) (0xc0 | random.nextInt(0x38));
                for (int j = 1; j < bytes.length; j++) {
                    bytes[j] = (byte) (0x80 | random.nextInt(0x40));
                }
            }
            String expected = decoded(bytes);
            String found;
            try {
                found = read(bytes);
                valid++;
            } catch (BadText refused) {
                found = "refused";
            }
            assertThat(found).as("bytes %s", java.util.Arrays.toString(bytes)).isEqualTo(expected);
        }

        assertThat(valid).isBetween(300, 2700);
    }

    private static String decoded(byte[] bytes) {
        try {
            String text = UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException malformed) {
            return "refused";
        }
    }

    private String read(byte[] bytes) throws Exception {
        StringBuilder read = new StringBuilder();
        try (Utf8Text text = Utf8Text.open(Files.write(dir.resolve("text.txt"), bytes))) {
            for (int next = text.next(); next != Utf8Text.END; next = text.next()) {
                read.appendCodePoint(next);
            }
        }
        return read.toString();
    }

    private static byte[] bytes(String hex) {
        String digits = hex.replace(" ", "");
        byte[] bytes = new byte[digits.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(digits.substring(2 * i, 2 * i + 2), 16);
        }
        return bytes;
    }
}
