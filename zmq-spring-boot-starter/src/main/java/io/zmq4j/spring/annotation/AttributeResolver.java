package io.zmq4j.spring.annotation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.util.StringUtils;

/**
 * Attributes of one annotated method with placeholders and expressions replaced; a refusal names method and attribute.
 */
final class AttributeResolver {

    private final ConfigurableBeanFactory beanFactory;
    private final String place;

    AttributeResolver(ConfigurableBeanFactory beanFactory, String place) {
        this.beanFactory = beanFactory;
        this.place = place;
    }

    String text(String value) {
        Object resolved = value.isEmpty() ? null : evaluate(value);
        return resolved == null ? "" : resolved.toString().strip();
    }

    /** What an expression is may be any object. */
    private @Nullable Object evaluate(String value) {
        String resolved = beanFactory.resolveEmbeddedValue(value);
        BeanExpressionResolver expressions = beanFactory.getBeanExpressionResolver();
        return expressions == null
                ? resolved
                : expressions.evaluate(resolved, new BeanExpressionContext(beanFactory, null));
    }

    /** Each element may be a list of its own: separated by commas, as a placeholder gives it, or of an expression. */
    List<String> texts(String[] elements) {
        List<String> all = new ArrayList<>();
        for (String element : elements) {
            Object resolved = element.isEmpty() ? "" : evaluate(element);
            if (resolved instanceof Collection<?> several) {
                several.forEach(each -> all.add(String.valueOf(each).strip()));
            } else if (resolved instanceof Object[] several) {
                List.of(several).forEach(each -> all.add(String.valueOf(each).strip()));
            } else if (resolved != null) {
                String text = resolved.toString().strip();
                if (text.isEmpty()) {
                    all.add("");
                }
                all.addAll(List.of(StringUtils.tokenizeToStringArray(text, ",")));
            }
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
        Object resolved = value.isEmpty() ? null : evaluate(value);
        if (type.isInstance(resolved)) {
            return type.cast(resolved);
        }
        String name = resolved == null ? "" : resolved.toString().strip();
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
