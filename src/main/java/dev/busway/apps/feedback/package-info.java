/** Rates a feedback form and says whether somebody should answer it. */
package dev.busway.apps.feedback;
