package service;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.servlet.MockMvc;

@SpringBootTest
@AutoConfigureMockMvc
class ApplicationTest {
  @Autowired MockMvc server;
  @Autowired ApplicationContext context;

  @Test
  void greets() throws Exception {
    server
        .perform(get("/greetings/Ada"))
        .andExpect(status().isOk())
        .andExpect(content().json("{\"text\": \"Hello, Ada\"}"));
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
    server.perform(get("/greetings/Ada"));
    server
        .perform(get("/metrics"))
        .andExpect(status().isOk())
        .andExpect(
            content().string(Matchers.containsString("uri=\"/greetings/{name}\"")));
  }
}
