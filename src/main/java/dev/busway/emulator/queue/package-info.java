/**
 * The queue engine: messages, locks, delivery counts, dead-lettering, schedules, transactions; knows no wire and no
 * wall clock.
 */
package dev.busway.emulator.queue;
