package service;

import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Returns errors in the format of api/openapi.yaml. */
@RestControllerAdvice
class Errors extends ResponseEntityExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(Errors.class);

  record Refusal(String error) {}

  @ExceptionHandler
  ResponseEntity<Object> unexpected(Exception cause, WebRequest request) {
    log.error("failed", cause);
    var status = HttpStatus.INTERNAL_SERVER_ERROR;
    var problem = ProblemDetail.forStatusAndDetail(status, "internal error");
    return createResponseEntity(problem, new HttpHeaders(), status, request);
  }

  @Override
  protected ResponseEntity<Object> createResponseEntity(
      Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    var problem = (ProblemDetail) body;
    var reason = Objects.requireNonNullElse(problem.getDetail(), problem.getTitle());
    return new ResponseEntity<>(new Refusal(reason), headers, status);
  }
}
