using Microsoft.Extensions.Logging;

namespace Selvedge.Control.NodeGroups;

/// <summary>What node groups log.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Node groups wait for the store: {Reason}")]
    public static partial void GroupsWait(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The node group {Group} could not be worked on; trying again")]
    public static partial void GroupFailed(ILogger logger, Exception error, string group);

    [LoggerMessage(Level = LogLevel.Error, Message = "No plan of nodes could be made; trying again")]
    public static partial void PlanFailed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "The node group {Group} cannot be read: {Reason}")]
    public static partial void GroupUnreadable(ILogger logger, string group, string reason);
}
