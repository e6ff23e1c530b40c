package dev.busway.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.busway.emulator.ServiceBusEmulator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code send}, {@code peek} and {@code receive} on one queue, as a person and as a program use them. */
final class MessagesCommandsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ServiceBusEmulator emulator;
    private StringWriter out;
    private StringWriter err;

    @BeforeEach
    void start() {
        emulator = ServiceBusEmulator.start();
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void whatIsSentComesBackAsJson() throws Exception {
        assertThat(run(
                        "send",
                        "q",
                        "{\"id\": 1}",
                        "--message-id",
                        "m",
                        "--correlation-id",
                        "c",
                        "--reply-to",
                        "answers",
                        "--subject",
                        "s",
                        "--ttl",
                        "1h",
                        "--property",
                        "text=int",
                        "--property",
                        "n=int:7",
                        "--property",
                        "big=long:7",
                        "--property",
                        "part=double:0.5",
                        "--property",
                        "yes=boolean:true",
                        "--property",
                        "colon=string:int:7"))
                .isZero();

        assertThat(run("peek", "q", "--json")).isZero();
        JsonNode message = JSON.readTree(out.toString());
        assertThat(message.path("sequenceNumber").isTextual()).isTrue();
        assertThat(message.path("messageId").asText()).isEqualTo("m");
        assertThat(message.path("correlationId").asText()).isEqualTo("c");
        assertThat(message.path("replyTo").asText()).isEqualTo("answers");
        assertThat(message.path("subject").asText()).isEqualTo("s");
        assertThat(message.path("contentType").asText()).isEqualTo("application/json");
        assertThat(message.path("timeToLiveSeconds").asLong()).isEqualTo(3600);
        assertThat(message.path("deliveryCount").asInt()).isZero();
        assertThat(message.path("enqueuedAt").asText()).isNotEmpty();
        assertThat(message.path("body").asText()).isEqualTo("{\"id\": 1}");
        assertThat(message.path("properties"))
                .isEqualTo(JSON.readTree(
                        "{\"text\":\"int\",\"n\":7,\"big\":7,\"part\":0.5,\"yes\":true,\"colon\":\"int:7\"}"));
    }

    @Test
    void peekBeginsAtANumberAndShowsWhatFits() throws Exception {
        assertThat(run("send", "q", "a", "--count", "5", "--property", "kind=even"))
                .isZero();
        assertThat(run("send", "q", "b", "--count", "3", "--property", "kind=odd", "--message-id", "m"))
                .isZero();

        assertThat(peeked("--from", "4", "--count", "100")).containsExactly("4", "5", "6", "7", "8");
        assertThat(peeked("--property", "kind=odd")).containsExactly("6", "7", "8");
        assertThat(peeked("--property", "kind=odd", "--count", "1", "--from", "7"))
                .containsExactly("7");
        assertThat(peeked("--message-id", "m-2")).containsExactly("7");
        assertThat(peeked("--message-id", "none")).isEmpty();
        assertThat(err.toString()).contains("None of the 8 messages in q fits");
    }

    @Test
    void aScheduledMessageComesAtItsTime() throws Exception {
        assertThat(run("send", "q", "later", "--schedule", "2h")).isZero();
        assertThat(run("peek", "q", "--json")).isZero();
        assertThat(JSON.readTree(out.toString()).path("scheduledFor").asText()).isNotEmpty();

        assertThat(run("send", "q", "later", "--schedule", "soon")).isEqualTo(2);
        assertThat(err.toString()).contains("--schedule is \"soon\"; write a time with its offset");
    }

    @Test
    void receiveSaysThatItRemoves() {
        assertThat(run("send", "q", "a", "--count", "2")).isZero();
        assertThat(run("receive", "--help")).isZero();
        assertThat(out.toString()).contains("remove them");

        assertThat(run("receive", "q", "--no-complete")).isZero();
        assertThat(err.toString()).contains("Abandoned, with the delivery counted, 1 message of q");
        assertThat(run("receive", "q", "--count", "2", "--json")).isZero();
        assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.contains("\"body\":\"a\""));
        assertThat(err.toString()).contains("Removed 2 messages of q");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "peek q --count 0 | must be a whole number from 1",
                "receive q --count -1 | must be a whole number from 1",
                "send q x --count 0 | must be a whole number from 1",
                "emulator --port 99999 | a port is a number from 0 to 65535",
                "dev --emulator-port x | a port is a number from 0 to 65535",
                "peek q --emulator 70000 | a port is a number from 0 to 65535",
                "send q x --property n=int:seven | \"seven\" is no int; for text write string:int:seven",
                "send q x --property b=boolean:yes | \"yes\" is no boolean",
                "send q x --property u=uuid:1 | \"1\" is no uuid",
                "send q x --ttl -5m | is no length of time",
                "aps | Did you mean: busway apps",
                "apps paus counter | Did you mean: apps pause",
            })
    void whatCannotBeMeantIsWrongUse(String arguments, String text) {
        err = new StringWriter();
        String[] words = arguments.strip().split(" ", -1);
        int exitCode =
                BuswayCommand.commandLine().setErr(new PrintWriter(err, true)).execute(words);

        assertThat(exitCode).as(err.toString()).isEqualTo(2);
        assertThat(err.toString()).contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "help apps", "completion"})
    void helpIsThereByItsNameToo(String arguments) {
        out = new StringWriter();
        assertThat(BuswayCommand.commandLine()
                        .setOut(new PrintWriter(out, true))
                        .execute(arguments.split(" ", -1)))
                .isZero();
        assertThat(out.toString()).contains("busway").contains("apps");
    }

    private List<String> peeked(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("peek", "q", "--json"));
        arguments.addAll(List.of(options));
        assertThat(run(arguments.toArray(String[]::new))).isZero();
        List<String> numbers = new ArrayList<>();
        for (String line : out.toString().lines().toList()) {
            numbers.add(JSON.readTree(line).path("sequenceNumber").asText());
        }
        return numbers;
    }

    private int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!all.contains("--help")) {
            all.addAll(List.of("--emulator", String.valueOf(emulator.port())));
        }
        return BuswayCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }
}
