package io.zmq4j.spring.boot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/** Where properties come from, for the explanation of a failure. */
final class PropertyOrigins {

    private PropertyOrigins() {}

    /** The property in whatever form it is written; a list of one element counts as its element. */
    static @Nullable ConfigurationProperty find(Environment environment, String property) {
        for (String name : new String[] {property, property + "[0]"}) {
            if (!ConfigurationPropertyName.isValid(name)) {
                return null;
            }
            for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
                ConfigurationProperty found = source.getConfigurationProperty(ConfigurationPropertyName.of(name));
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** Whether a source has the property under exactly this name. */
    static boolean isExact(Environment environment, String property) {
        return environment instanceof ConfigurableEnvironment configurable
                && configurable.getPropertySources().stream()
                        .filter(source -> !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source))
                        .anyMatch(source -> source.containsProperty(property));
    }
}
