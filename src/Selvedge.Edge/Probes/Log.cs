using Microsoft.Extensions.Logging;
using Selvedge.Core.Resources;

namespace Selvedge.Edge.Probes;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The probe of {Site} at {Node} ended by a bug")]
    public static partial void ProbeFailed(ILogger logger, Exception error, SiteId site, string node);

    [LoggerMessage(Level = LogLevel.Error, Message = "The probe of the backend of {Site} ended by a bug")]
    public static partial void BackendProbeFailed(ILogger logger, Exception error, SiteId site);
}
