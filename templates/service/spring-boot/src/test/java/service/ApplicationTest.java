package service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootTest
@AutoConfigureMockMvc
@Import(ApplicationTest.BrokenController.class)
@ExtendWith(OutputCaptureExtension.class)
class ApplicationTest {
  @Autowired MockMvc server;
  @Autowired ApplicationContext context;

  @RestController
  static class BrokenController {
    @GetMapping("/broken")
    String fail() {
      throw new IllegalStateException("no water");
    }
  }

  private void expect(String path, int status, String json) throws Exception {
    server
        .perform(get(path))
        .andExpect(status().is(status))
        .andExpect(content().json(json, JsonCompareMode.STRICT));
  }

  @Test
  void greets() throws Exception {
    expect("/greetings/Ada", 200, "{\"text\": \"Hello, Ada\"}");
    server.perform(get("/greetings/" + "é".repeat(80))).andExpect(status().isOk());
  }

  @Test
  void refusesNameThatIsTooLong() throws Exception {
    var error = "{\"error\": \"name has more than 80 characters\"}";
    expect("/greetings/" + "a".repeat(81), 400, error);
  }

  @Test
  void saysWhatIsNotThere() throws Exception {
    expect("/nowhere", 404, "{\"error\": \"No endpoint GET /nowhere.\"}");
  }

  @Test
  void answersAndLogsFailure(CapturedOutput output) throws Exception {
    expect("/broken", 500, "{\"error\": \"internal error\"}");
    assertThat(output).contains("\"level\":\"ERROR\"", "\"stack_trace\":\"", "no water");
  }

  @Test
  void isReadyUntilItLeaves() throws Exception {
    server.perform(get("/health/ready")).andExpect(status().isOk());
    AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
    server.perform(get("/health/ready")).andExpect(status().isServiceUnavailable());
    server.perform(get("/health/live")).andExpect(status().isOk());
    AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
  }

  @Test
  void measuresRequestsByRoute() throws Exception {
    for (var path : new String[] {"/greetings/Ada", "/nowhere", "/broken"}) {
      server.perform(get(path));
    }
    server
        .perform(get("/metrics"))
        .andExpect(status().isOk())
        .andExpect(content().string(containsString("http_server_requests_seconds_bucket")))
        .andExpect(content().string(containsString("status=\"200\",uri=\"/greetings/{name}\"")))
        .andExpect(content().string(containsString("status=\"404\",uri=\"NOT_FOUND\"")))
        .andExpect(content().string(containsString("status=\"500\",uri=\"/broken\"")));
  }

  @Test
  void logsRequestsButNotThePlatforms(CapturedOutput output) throws Exception {
    for (var path : new String[] {"/health/live", "/metrics", "/greetings/Ada"}) {
      server.perform(get(path));
    }
    assertThat(output.getOut().lines().filter(line -> line.contains("RequestLog")))
        .singleElement()
        .asString()
        .contains("\"method\":\"GET\"", "\"path\":\"/greetings/Ada\"", "\"status\":200");
  }
}
