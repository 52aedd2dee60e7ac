package service;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.MockMvc;

@SpringBootTest(properties = "BASE_PATH=/tides")
@AutoConfigureMockMvc
class BasePathTest {
  @Autowired MockMvc server;

  @Test
  void servesTheApiBelowTheBasePath() throws Exception {
    server.perform(get("/tides/greetings/Ada")).andExpect(status().isOk());
    server.perform(get("/greetings/Ada")).andExpect(status().isNotFound());
  }
}
