package io.rillcast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingKeysTest {
    @Test
    void listsEveryKeyOnce() throws Exception {
        List<Object> declared = new ArrayList<>();

        for (Field field : SettingKeys.class.getFields()) {
            if (field.getType() == SettingKey.class) {
                declared.add(field.get(null));
            }
        }

        assertThat(SettingKeys.ALL).hasSizeBetween(30, 59).containsExactlyInAnyOrderElementsOf(cast(declared));
        assertThat(SettingKeys.ALL).extracting(SettingKey::name).doesNotHaveDuplicates();
    }

    @Test
    void everyDefaultObeysItsOwnRule() {
        for (SettingKey<?> key : SettingKeys.ALL) {
            if (!key.isRequired()) {
                assertThatCode(() -> key.type().parser().apply(key.defaultText()))
                        .as(key.name())
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void everyKeyIsExplainedByOneSentence() {
        assertThat(SettingKeys.ALL).allSatisfy(key -> assertThat(key.sentence()).matches("[A-Z].*[^.]\\."));
    }

    @Test
    void noKeyHasTheVariableOfAnother() {
        assertThat(SettingKeys.ALL)
                .extracting(key -> SettingKey.environmentName(key.name()))
                .doesNotHaveDuplicates();
    }

    private static List<SettingKey<?>> cast(List<Object> keys) {
        List<SettingKey<?>> cast = new ArrayList<>();
        keys.forEach(key -> cast.add((SettingKey<?>) key));
        return cast;
    }
}
