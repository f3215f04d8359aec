using Microsoft.Extensions.Logging;

namespace Selvedge.Control.Bus;

internal static partial class Log
{
    [LoggerMessage(
        Level = LogLevel.Information, Message = "The bus' configuration is written: {Nodes} nodes may connect")]
    public static partial void RosterWritten(ILogger logger, int nodes);

    [LoggerMessage(Level = LogLevel.Error, Message = "{File} could not be written; trying again")]
    public static partial void RosterFailed(ILogger logger, Exception error, string file);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Node {Node} cannot connect to the bus: its publicKey is no public nkey of a user (U...)")]
    public static partial void NodeUnusable(ILogger logger, string node);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Node {Node} cannot connect to the bus: it has the publicKey of {Other}. Give it its own")]
    public static partial void KeyTaken(ILogger logger, string node, string other);
}
