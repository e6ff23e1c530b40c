/** Proofs over the emulator's history: what must hold for every run, whatever faults it met. */
package dev.busway.proof;
