package io.rillcast.app;

import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.Score;
import java.util.List;

/** Puts forecasts and scores into lines: for a person {@link PlainLines}, for a program {@link JsonLines}. */
interface OutputLines {
    /** What stands above them, without a line break; empty for nothing. */
    String heading();

    /** A forecast, without a line break. */
    String line(Forecast forecast);

    /** What stands beneath a forecast, each without a line break; empty for nothing. */
    List<String> beneath(Forecast forecast);

    /** A score, without a line break. */
    String line(Score score);
}
