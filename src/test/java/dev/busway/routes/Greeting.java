package dev.busway.routes;

/** A bean that a route file declares. */
public final class Greeting {

    private String text = "";

    public void setText(String text) {
        this.text = text;
    }

    public Greeting self() {
        return this;
    }

    public String say() {
        return text;
    }
}
