using Microsoft.Extensions.Logging;
using Selvedge.Core.Resources;

namespace Selvedge.Control.Certificates;

/// <summary>What issuing says to operators.</summary>
internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "Certificate {Site}: issuing from {Issuer} because {Reason}")]
    public static partial void Issuing(ILogger logger, SiteId site, string issuer, string reason);

    [LoggerMessage(LogLevel.Information, "Certificate {Site}: order {OrderUrl} made")]
    public static partial void Ordered(ILogger logger, SiteId site, string orderUrl);

    [LoggerMessage(LogLevel.Information, "Certificate {Site}: order {OrderUrl} found again")]
    public static partial void FoundOrder(ILogger logger, SiteId site, string orderUrl);

    [LoggerMessage(LogLevel.Warning, "Certificate {Site}: order {OrderUrl} is lost at the authority: {Message}")]
    public static partial void OrderLost(ILogger logger, SiteId site, string orderUrl, string message);

    [LoggerMessage(LogLevel.Information, "Certificate {Site}: issued, serial {Serial}, ends {NotAfter:u}")]
    public static partial void Issued(ILogger logger, SiteId site, string serial, DateTimeOffset notAfter);

    [LoggerMessage(LogLevel.Warning, "Certificate {Site}: {Reason}: {Message} Next try at {At:u}")]
    public static partial void Failed(ILogger logger, SiteId site, string reason, string message, DateTimeOffset at);

    [LoggerMessage(LogLevel.Information, "Issuer {Issuer}: account {Account} in use")]
    public static partial void Account(ILogger logger, string issuer, string account);

    [LoggerMessage(LogLevel.Error, "Certificate {Site}: an error of our own; next look in a moment")]
    public static partial void Error(ILogger logger, SiteId site, Exception error);
}
