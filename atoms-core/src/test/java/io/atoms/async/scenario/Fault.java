package io.atoms.async.scenario;

import io.atoms.async.scenario.Run.State;

/** Models that are wrong on purpose, to see that scenarios find out. */
enum Fault {
    /** Shows what a cancelled run signals. */
    SHOWS_LATE_RESULTS {
        @Override
        Model model(GraphSpec graph) {
            return new Model(graph) {
                @Override
                boolean listensTo(Run run) {
                    return run.state != State.ENDED;
                }

                @Override
                boolean isCurrent(Run run) {
                    return true;
                }
            };
        }
    },
    /** Leaves the old run alone. */
    NEVER_CANCELS {
        @Override
        Model model(GraphSpec graph) {
            return new Model(graph) {
                @Override
                void replace(Run old, Run next) {
                    super.replace(null, next);
                }
            };
        }
    },
    /** Cancels the source twice. */
    CANCELS_TWICE {
        @Override
        Model model(GraphSpec graph) {
            return new Model(graph) {
                @Override
                void cancel(Run run) {
                    if (run.isRunning()) {
                        log(run, "cancelled");
                    }
                    super.cancel(run);
                }
            };
        }
    },
    /** Takes a write of an equal value for a change. */
    STARTS_TOO_OFTEN {
        @Override
        Model model(GraphSpec graph) {
            return new Model(graph) {
                @Override
                Memory memory() {
                    return new Memory(graph) {
                        @Override
                        boolean isChange(Object present, Object value) {
                            return true;
                        }
                    };
                }
            };
        }
    },
    /** Does not start cancelled work again. */
    STICKS {
        @Override
        Model model(GraphSpec graph) {
            return new Model(graph) {
                @Override
                Memory memory() {
                    return new Memory(graph) {
                        @Override
                        boolean isAlive(Run run) {
                            return run.state == State.CANCELLED || super.isAlive(run);
                        }
                    };
                }
            };
        }
    },
    /** Waits for too long before it cancels. */
    LINGERS {
        @Override
        Model model(GraphSpec graph) {
            return new Model(graph) {
                @Override
                void linger(Run run, int seconds) {
                    super.linger(run, seconds + 1);
                }
            };
        }
    },
    /** Tells everybody twice. */
    TELLS_TWICE {
        @Override
        Model model(GraphSpec graph) {
            return new Model(graph) {
                @Override
                void told(String id, String line) {
                    super.told(id, line);
                    super.told(id, line);
                }
            };
        }
    },
    /** Cancels what is awaited by work that goes on. */
    LETS_AWAITS_BE_CANCELLED {
        @Override
        Model model(GraphSpec graph) {
            return new Model(graph) {
                @Override
                boolean isNeeded(Run run) {
                    return false;
                }
            };
        }
    };

    abstract Model model(GraphSpec graph);
}
