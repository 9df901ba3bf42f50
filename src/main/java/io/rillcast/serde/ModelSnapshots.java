package io.rillcast.serde;

import io.rillcast.avro.ParameterTensor;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.rnn.CellKind;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.RecurrentShape;
import io.rillcast.rnn.Tensor;
import io.rillcast.training.ModelSnapshot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Model snapshots as the records of their schema, and back, checksum verified. */
final class ModelSnapshots {
    private ModelSnapshots() {}

    /** The record of a snapshot, parameters by name, so that equal snapshots have equal bytes. */
    static io.rillcast.avro.ModelSnapshot toAvro(ModelSnapshot snapshot) {
        ForecastModel model = snapshot.model();
        NetworkShape shape = model.network().shape();
        SortedMap<String, ParameterTensor> parameters = parameters(model);
        List<Double> levels = Arrays.stream(model.levels().toArray()).boxed().toList();
        io.rillcast.avro.ModelSnapshot out = new io.rillcast.avro.ModelSnapshot();
        out.setGroup(model.group());
        out.setVersion(model.version());
        out.setCell(shape.cell().text());
        out.setHidden(shape.hidden());
        out.setLayers(shape.layers());
        out.setLevels(levels);
        out.setFeatures(model.features());
        out.setParameters(parameters);
        out.setTraining(TrainingRecords.toAvro(snapshot.training()));
        out.setChecksum(checksum(parameters));
        return out;
    }

    /** A model's tensors by name, as a snapshot has them. */
    static SortedMap<String, ParameterTensor> parameters(ForecastModel model) {
        SortedMap<String, ParameterTensor> parameters = new TreeMap<>();
        model.network().tensors().forEach((name, tensor) -> parameters.put(name, toAvro(tensor)));
        return parameters;
    }

    /**
     * The snapshot in a record.
     *
     * @throws IllegalArgumentException if the checksum is not that of the parameters, or they fit no network that this
     *     release knows
     */
    static ModelSnapshot fromAvro(io.rillcast.avro.ModelSnapshot in) {
        String checksum = checksum(new TreeMap<>(in.getParameters()));
        if (!checksum.equals(in.getChecksum())) {
            throw new RefusedSnapshot(
                    ModelRefusal.CHECKSUM,
                    "checksum must be that of the parameters: " + named(in) + ", stated=" + in.getChecksum()
                            + ", computed=" + checksum + "; the record was damaged, publish the model again");
        }
        NetworkShape shape = new NetworkShape(
                new RecurrentShape(cell(in), in.getFeatures().size(), in.getHidden(), in.getLayers(), false),
                in.getLevels().size(),
                true);
        Map<String, Tensor> tensors = new TreeMap<>();
        in.getParameters().forEach((name, tensor) -> tensors.put(name, fromAvro(name, tensor)));
        ForecastModel model = new ForecastModel(
                in.getGroup(),
                in.getVersion(),
                in.getFeatures(),
                QuantileLevels.of(
                        in.getLevels().stream().mapToDouble(Double::doubleValue).toArray()),
                Network.of(shape, tensors));
        return new ModelSnapshot(model, TrainingRecords.fromAvro(in.getTraining()));
    }

    private static CellKind cell(io.rillcast.avro.ModelSnapshot in) {
        try {
            return CellKind.of(in.getCell());
        } catch (IllegalArgumentException unknown) {
            throw new RefusedSnapshot(
                    ModelRefusal.CELL, unknown.getMessage() + ", " + named(in) + "; upgrade to the writer's release");
        }
    }

    private static ParameterTensor toAvro(Tensor tensor) {
        float[] values = tensor.values();
        ByteBuffer data = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        List<Integer> shape = Arrays.stream(tensor.shape()).boxed().toList();
        return new ParameterTensor(shape, data);
    }

    private static Tensor fromAvro(String name, ParameterTensor in) {
        ByteBuffer data = in.getData().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (data.remaining() % Float.BYTES != 0) {
            throw new IllegalArgumentException(
                    "data must be float32 values of 4 bytes: parameter=" + name + ", bytes=" + data.remaining());
        }
        float[] values = new float[data.remaining() / Float.BYTES];
        data.asFloatBuffer().get(values);
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new RefusedSnapshot(
                        ModelRefusal.NOT_FINITE,
                        "weights must be finite: tensor=" + name + ", index=" + i + ", value=" + values[i]);
            }
        }
        return Tensor.of(in.getShape().stream().mapToInt(Integer::intValue).toArray(), values);
    }

    /** As the schema describes it. */
    static String checksum(SortedMap<String, ParameterTensor> parameters) {
        MessageDigest digest = sha256();
        parameters.forEach((name, tensor) -> {
            byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
            digest.update(littleEndian(utf8.length));
            digest.update(utf8);
            digest.update(littleEndian(tensor.getShape().size()));
            tensor.getShape().forEach(length -> digest.update(littleEndian(length)));
            digest.update(tensor.getData().duplicate());
        });
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] littleEndian(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static String named(io.rillcast.avro.ModelSnapshot in) {
        return "group=" + in.getGroup() + ", version=" + in.getVersion();
    }
}
