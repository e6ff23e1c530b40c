package dev.busway.bench;

import java.time.Duration;

/**
 * What one variant did in one window.
 *
 * @param messages outputs that were enqueued
 * @param time how long the window was
 * @param cpu processor time of the measured process
 * @param emulatorCpu processor time of the emulator
 * @param allocatedBytes bytes that the measured process allocated
 */
record Throughput(long messages, Duration time, Duration cpu, Duration emulatorCpu, long allocatedBytes) {

    double perSecond() {
        return messages * 1e9 / time.toNanos();
    }

    double cpuMicrosPerMessage() {
        return cpu.toNanos() / 1e3 / Math.max(1, messages);
    }

    double bytesPerMessage() {
        return (double) allocatedBytes / Math.max(1, messages);
    }

    double cores() {
        return (double) cpu.toNanos() / time.toNanos();
    }

    double emulatorCores() {
        return (double) emulatorCpu.toNanos() / time.toNanos();
    }
}
