package io.rillcast.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.serde.MalformedFile;
import io.rillcast.serde.NetworkFile;
import io.rillcast.training.TextUnit;
import io.rillcast.training.Vocabulary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A network of text and its symbols, in a file: a safetensors file with PyTorch's names, whose metadata hold the unit
 * ({@code text.unit}) and the symbols by number, as a JSON array ({@code text.symbols}).
 *
 * @param vocabulary what the network's inputs and outputs are
 * @param network one direction, as many inputs and outputs as symbols
 */
record TextModel(Vocabulary vocabulary, Network network) {
    private static final String UNIT = "text.unit";
    private static final String SYMBOLS = "text.symbols";
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Reads a file.
     *
     * @throws CommandFailure if it cannot be read or is no such file
     */
    static TextModel read(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            throw new CommandFailure("model file must exist: file=" + file, missing);
        } catch (IOException e) {
            throw new CommandFailure(
                    "model file must be readable: file=" + file + ", found="
                            + e.getClass().getSimpleName() + " " + e.getMessage(),
                    e);
        }
        try {
            return of(NetworkFile.read(bytes));
        } catch (MalformedFile | IllegalArgumentException | JsonProcessingException e) {
            throw new CommandFailure(
                    "model file must be one that `rillcast text train` wrote: file=" + file + "; " + firstLine(e), e);
        }
    }

    /**
     * Writes a file in whole: at every time there is the old file, or the new one.
     *
     * @param notes further metadata by key
     * @throws CommandFailure if it cannot be written
     */
    void write(Path file, Map<String, String> notes) {
        Map<String, String> all = new TreeMap<>(notes);
        all.put(UNIT, vocabulary.unit().text());
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            all.put(SYMBOLS, JSON.writeValueAsString(vocabulary.symbols()));
            ByteBuffer bytes = ByteBuffer.wrap(NetworkFile.of(network, all).toBytes());
            try (FileChannel channel = FileChannel.open(
                    partial,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CommandFailure(
                    "model file must be writable: file=" + file + ", found="
                            + e.getClass().getSimpleName() + " " + e.getMessage() + "; name another by --out",
                    e);
        }
    }

    private static TextModel of(NetworkFile file) throws JsonProcessingException {
        String unit = note(file, UNIT);
        List<String> symbols = JSON.readValue(note(file, SYMBOLS), new TypeReference<List<String>>() {});
        Vocabulary vocabulary = Vocabulary.of(TextUnit.of(unit), symbols);
        NetworkShape shape = file.network().shape();
        if (shape.directions() != 1 || shape.inputs() != symbols.size() || shape.outputs() != symbols.size()) {
            throw new IllegalArgumentException(
                    "a network of text must have one direction and as many inputs and outputs as symbols: directions="
                            + shape.directions() + ", inputs=" + shape.inputs() + ", outputs=" + shape.outputs()
                            + ", symbols=" + symbols.size());
        }
        return new TextModel(vocabulary, file.network());
    }

    private static String note(NetworkFile file, String key) {
        String text = file.notes().get(key);
        if (text == null) {
            throw new IllegalArgumentException("a network of text must say what its symbols are: missing=" + key);
        }
        return text;
    }

    private static String firstLine(Exception e) {
        return e instanceof JsonProcessingException json
                ? SYMBOLS + " must be a JSON array of strings: found=" + json.getOriginalMessage()
                : e.getMessage();
    }
}
