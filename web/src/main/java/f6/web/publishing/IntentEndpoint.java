package f6.web.publishing;

import f6.publishing.view.Views;

/// What is going to be published, and when.
final class IntentEndpoint {
    private final Views views;

    IntentEndpoint(Views views) {
        this.views = views;
    }

    void routes(Routes routes) {
        routes.get(
                "/publish-intent/{*path}",
                asked -> views.publishIntent(asked.basePath())
                        .map(Answered::ok)
                        .orElseThrow(
                                () -> Rejected.of(404, "Could not find a publish intent for " + asked.basePath())));
    }
}
