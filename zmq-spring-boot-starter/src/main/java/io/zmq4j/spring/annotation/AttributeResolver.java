package io.zmq4j.spring.annotation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.util.StringUtils;

/**
 * Attributes of one annotated method with placeholders and expressions replaced; a refusal names method and attribute.
 */
final class AttributeResolver {

    private final ConfigurableBeanFactory beanFactory;
    private final EmbeddedValueResolver values;
    private final String place;

    AttributeResolver(ConfigurableBeanFactory beanFactory, String place) {
        this.beanFactory = beanFactory;
        this.values = new EmbeddedValueResolver(beanFactory);
        this.place = place;
    }

    String text(String value) {
        String resolved = value.isEmpty() ? value : values.resolveStringValue(value);
        return resolved == null ? "" : resolved.strip();
    }

    /** Each element may be a list of its own, separated by commas, as a placeholder gives it. */
    List<String> texts(String[] elements) {
        List<String> all = new ArrayList<>();
        for (String element : elements) {
            String resolved = text(element);
            if (resolved.isEmpty()) {
                all.add("");
            }
            all.addAll(List.of(StringUtils.tokenizeToStringArray(resolved, ",")));
        }
        return all;
    }

    @Nullable
    Integer number(String attribute, String value) {
        String text = text(value);
        try {
            return text.isEmpty() ? null : Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw refusal(attribute, text, "a whole number from 1", e);
        }
    }

    @Nullable
    Boolean flag(String attribute, String value) {
        String text = text(value);
        if (text.isEmpty()) {
            return null;
        }
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw refusal(attribute, text, "true or false", null);
        }
        return Boolean.valueOf(text);
    }

    <T> @Nullable T bean(String attribute, String value, Class<T> type) {
        String name = text(value);
        if (name.isEmpty()) {
            return null;
        }
        try {
            return beanFactory.getBean(name, type);
        } catch (BeansException e) {
            throw refusal(attribute, name, "the name of a bean of type " + type.getName(), e);
        }
    }

    @Nullable
    Executor executor(String value) {
        return bean("executor", value, Executor.class);
    }

    IllegalStateException refusal(String attribute, String value, String allowed, @Nullable Exception cause) {
        return new IllegalStateException(
                "@ZmqListener on " + place + ": " + attribute + " is '" + value + "', allowed: " + allowed, cause);
    }

    IllegalStateException refusal(String text) {
        return new IllegalStateException("@ZmqListener on " + place + ": " + text);
    }
}
