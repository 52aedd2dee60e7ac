package service;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Example endpoint; see api/openapi.yaml. */
@RestController
class GreetingController {
  private static final int MAX_NAME_LENGTH = 80;

  record Greeting(String text) {}

  @GetMapping("/greetings/{name}")
  Greeting greet(@PathVariable String name) {
    if (name.codePointCount(0, name.length()) > MAX_NAME_LENGTH) {
      var reason = "name has more than " + MAX_NAME_LENGTH + " characters";
      throw new ResponseStatusException(HttpStatus.BAD_REQUEST, reason);
    }
    return new Greeting("Hello, " + name);
  }
}
