using Microsoft.Extensions.Logging;

namespace Selvedge.Control.Verdicts;

internal static partial class Log
{
    [LoggerMessage(
        Level = LogLevel.Information, Message = "Verdict epoch {Epoch}: {Serviceable} of {All} places serviceable")]
    public static partial void TableChanged(ILogger logger, long epoch, int serviceable, int all);

    [LoggerMessage(Level = LogLevel.Error, Message = "Weighing ended by a bug; the last good table stays in force")]
    public static partial void WeighingFailed(ILogger logger, Exception error);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Verdict epoch {Epoch} is not kept; up to {EpochMax} may go out without: {Reason}")]
    public static partial void TableNotKept(ILogger logger, long epoch, long epochMax, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Statuses are not written until the store takes them: {Reason}")]
    public static partial void StatusesNotKept(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Writing statuses failed; trying again")]
    public static partial void RecordingFailed(ILogger logger, Exception error);

    [LoggerMessage(
        Level = LogLevel.Error, Message = "{Resource} cannot be recorded yet; trying again: nothing noted is lost")]
    public static partial void RecordWaits(ILogger logger, Exception error, string resource);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Resource} is not recorded: too many wait to be written")]
    public static partial void RecordLost(ILogger logger, string resource);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "{Resource} is recorded as a hole: its {Bytes} bytes are more than a document may have")]
    public static partial void RecordTooLarge(ILogger logger, string resource, int bytes);
}
