package dev.busway.proof;

/** What a handoff promises. */
public enum Guarantee {
    /** The output appears if and only if the input is completed, in one transaction. */
    ATOMIC,
    /** The output is accepted before the input is completed; repeats carry the same message id. */
    AT_LEAST_ONCE
}
