package service;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.HandlerTypePredicate;
import org.springframework.web.servlet.config.annotation.PathMatchConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Serves the API below its base path. */
@Configuration
class BasePath implements WebMvcConfigurer {
  private final String basePath;

  BasePath(@Value("${service.base-path}") String basePath) {
    this.basePath = basePath;
  }

  @Override
  public void configurePathMatch(PathMatchConfigurer paths) {
    paths.addPathPrefix(basePath, HandlerTypePredicate.forAnnotation(RestController.class));
  }
}
