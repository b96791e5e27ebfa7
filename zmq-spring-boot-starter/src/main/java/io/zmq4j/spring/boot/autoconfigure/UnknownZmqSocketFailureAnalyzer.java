package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.spring.UnknownZmqSocketException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lists the sockets that there are when one is asked for that is not. */
final class UnknownZmqSocketFailureAnalyzer extends AbstractFailureAnalyzer<UnknownZmqSocketException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnknownZmqSocketException cause) {
        String known = cause.known().isEmpty() ? "None is declared." : "Declared are: " + cause.known() + ".";
        String user = user(rootFailure);
        return new FailureAnalysis(
                "Socket '" + cause.socket() + "' is used" + (user == null ? "" : " by " + user) + " but not declared. "
                        + known,
                "Declare it with zmq.sockets." + cause.socket() + ".type and .bind or .connect, or correct its name.",
                cause);
    }

    private @Nullable String user(Throwable rootFailure) {
        BeanCreationException creation = findCause(rootFailure, BeanCreationException.class);
        return creation == null || creation.getBeanName() == null ? null : "bean '" + creation.getBeanName() + "'";
    }
}
