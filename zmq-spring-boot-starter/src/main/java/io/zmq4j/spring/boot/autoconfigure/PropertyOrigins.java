package io.zmq4j.spring.boot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/** Where properties come from, for the explanation of a failure. */
final class PropertyOrigins {

    private PropertyOrigins() {}

    /** The property in whatever form it is written; for a list, a map or an object it is the first of its parts. */
    static @Nullable ConfigurationProperty find(Environment environment, String property) {
        if (!ConfigurationPropertyName.isValid(property)) {
            return null;
        }
        ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty found = source.getConfigurationProperty(name);
            if (found != null) {
                return found;
            }
        }
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource iterable) {
                ConfigurationPropertyName part =
                        iterable.filter(name::isAncestorOf).stream().findFirst().orElse(null);
                if (part != null) {
                    return iterable.getConfigurationProperty(part);
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
