/** What a management node can be asked, one class per operation. */
package dev.busway.emulator.amqp.management;
