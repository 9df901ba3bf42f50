package io.rillcast.forecast;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** An array of bytes in which numbers are read and written where they lie. */
abstract class LittleEndianBytes {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLES =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FLOATS =
            MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

    final byte[] bytes;

    LittleEndianBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    void copyWithin(int from, int to, int length) {
        System.arraycopy(bytes, from, bytes, to, length);
    }

    void get(int at, byte[] target, int targetAt, int length) {
        System.arraycopy(bytes, at, target, targetAt, length);
    }

    void put(byte[] source, int sourceAt, int at, int length) {
        System.arraycopy(source, sourceAt, bytes, at, length);
    }

    void copyFrom(LittleEndianBytes source, int sourceAt, int at, int length) {
        put(source.bytes, sourceAt, at, length);
    }

    void getFloats(int at, float[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] = float32(at + Float.BYTES * i);
        }
    }

    void putFloats(float[] source, int at) {
        for (int i = 0; i < source.length; i++) {
            float32(at + Float.BYTES * i, source[i]);
        }
    }

    void getFloats(int at, double[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] = float32(at + Float.BYTES * i);
        }
    }

    void putFloats(double[] source, int at) {
        for (int i = 0; i < source.length; i++) {
            float32(at + Float.BYTES * i, (float) source[i]);
        }
    }

    long int64(int at) {
        return (long) LONGS.get(bytes, at);
    }

    void int64(int at, long value) {
        LONGS.set(bytes, at, value);
    }

    int int32(int at) {
        return (int) INTS.get(bytes, at);
    }

    void int32(int at, int value) {
        INTS.set(bytes, at, value);
    }

    int uint16(int at) {
        return (short) SHORTS.get(bytes, at) & 0xffff;
    }

    void uint16(int at, int value) {
        SHORTS.set(bytes, at, (short) value);
    }

    byte int8(int at) {
        return bytes[at];
    }

    void int8(int at, byte value) {
        bytes[at] = value;
    }

    double float64(int at) {
        return (double) DOUBLES.get(bytes, at);
    }

    void float64(int at, double value) {
        DOUBLES.set(bytes, at, value);
    }

    float float32(int at) {
        return (float) FLOATS.get(bytes, at);
    }

    void float32(int at, float value) {
        FLOATS.set(bytes, at, value);
    }
}
