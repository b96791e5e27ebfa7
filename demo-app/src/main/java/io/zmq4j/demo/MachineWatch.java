package io.zmq4j.demo;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The application. Every socket is declared in {@code application.yml}. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class MachineWatch {

    public static void main(String[] args) {
        SpringApplication.run(MachineWatch.class, args);
    }
}
