package io.atoms.samples.board.server;

/**
 * What the server has to tell of itself.
 *
 * @param received the requests that came, but for those of live updates
 * @param failed those that got a 500
 * @param cut those whose connection broke in the middle of the answer
 * @param slow those that were answered late
 * @param conflicts the edits that got a 409
 * @param refused the edits that got a 422
 * @param repeated the edits that had been made before, by a request whose answer did not arrive
 * @param streams how often live updates were asked for
 */
public record ServerCounts(
        int received, int failed, int cut, int slow, int conflicts, int refused, int repeated, int streams) {}
