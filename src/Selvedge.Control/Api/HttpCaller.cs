using Microsoft.AspNetCore.Http;
using Selvedge.Fabric.Identity;

namespace Selvedge.Control.Api;

/// <summary>The caller of a request, for endpoints that are mapped beside the API.</summary>
public static class HttpCaller
{
    /// <summary>Who is asking. Every request behind the API server's authentication has a caller.</summary>
    /// <exception cref="InvalidOperationException">The request did not pass it.</exception>
    public static Caller Of(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Items[typeof(HttpCaller)] as Caller
            ?? throw new InvalidOperationException("The request passed no authentication.");
    }

    internal static void Set(HttpContext context, Caller caller) => context.Items[typeof(HttpCaller)] = caller;
}
