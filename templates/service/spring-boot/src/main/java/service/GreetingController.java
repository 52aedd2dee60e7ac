package service;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** An example of what the API can do: see api/openapi.yaml. */
@RestController
class GreetingController {
  record Greeting(String text) {}

  @GetMapping("/greetings/{name}")
  Greeting greet(@PathVariable String name) {
    return new Greeting("Hello, " + name);
  }
}
