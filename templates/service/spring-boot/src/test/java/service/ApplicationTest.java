package service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "management.server.port=0")
@AutoConfigureMockMvc
@Import(ApplicationTest.BrokenController.class)
@ExtendWith(OutputCaptureExtension.class)
class ApplicationTest {
  @Autowired MockMvc server;
  @Autowired ApplicationContext context;
  @LocalManagementPort int managementPort;

  @RestController
  static class BrokenController {
    @GetMapping("/broken")
    String fail() {
      throw new IllegalStateException("no water");
    }
  }

  private RestTestClient.ResponseSpec askManagement(String path) {
    var base = "http://localhost:" + managementPort;
    return RestTestClient.bindToServer().baseUrl(base).build().get().uri(path).exchange();
  }

  private void expect(String path, int status, String json) throws Exception {
    server
        .perform(get(path))
        .andExpect(status().is(status))
        .andExpect(content().json(json, JsonCompareMode.STRICT));
  }

  @Test
  void returnsGreeting() throws Exception {
    expect("/greetings/Ada", 200, "{\"text\": \"Hello, Ada\"}");
    server.perform(get("/greetings/" + "é".repeat(80))).andExpect(status().isOk());
  }

  @Test
  void rejectsNameThatIsTooLong() throws Exception {
    var error = "{\"error\": \"name has more than 80 characters\"}";
    expect("/greetings/" + "a".repeat(81), 400, error);
  }

  @Test
  void returnsNotFoundForUnknownPath() throws Exception {
    expect("/nowhere", 404, "{\"error\": \"No endpoint GET /nowhere.\"}");
  }

  @Test
  void doesNotExposeMetricsOnTheApiPort() throws Exception {
    expect("/metrics", 404, "{\"error\": \"No endpoint GET /metrics.\"}");
  }

  @Test
  void returnsAndLogsInternalServerError(CapturedOutput output) throws Exception {
    expect("/broken", 500, "{\"error\": \"internal error\"}");
    assertThat(output).contains("\"level\":\"ERROR\"", "\"stack_trace\":\"", "no water");
  }

  @Test
  void isReadyUntilShutdown() throws Exception {
    askManagement("/health/ready").expectStatus().isOk();
    AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
    askManagement("/health/ready").expectStatus().isEqualTo(503);
    askManagement("/health/live").expectStatus().isOk();
    AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
  }

  @Test
  void measuresRequestsByRoute() throws Exception {
    for (var path : new String[] {"/greetings/Ada", "/nowhere", "/broken"}) {
      server.perform(get(path));
    }
    var metrics = askManagement("/metrics").returnResult(String.class).getResponseBody();
    assertThat(metrics)
        .contains(
            "http_server_requests_seconds_bucket",
            "status=\"200\",uri=\"/greetings/{name}\"",
            "status=\"404\",uri=\"NOT_FOUND\"",
            "status=\"500\",uri=\"/broken\"");
  }

  @Test
  void logsRequestsButNotProbes(CapturedOutput output) throws Exception {
    server.perform(get("/greetings/Ada"));
    askManagement("/health/live").expectStatus().isOk();
    assertThat(output.getOut().lines().filter(line -> line.contains("RequestLog")))
        .singleElement()
        .asString()
        .contains("\"method\":\"GET\"", "\"path\":\"/greetings/Ada\"", "\"status\":200");
  }
}
