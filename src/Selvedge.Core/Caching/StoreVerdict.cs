namespace Selvedge.Core.Caching;

/// <summary>Whether a response may be stored, or why not.</summary>
public enum StoreVerdict
{
    /// <summary>It may.</summary>
    Store,

    /// <summary>The method is not GET.</summary>
    Method,

    /// <summary>The site or a rule of it keeps nothing.</summary>
    Bypass,

    /// <summary>no-store in the request or the response.</summary>
    NoStore,

    /// <summary>private in the response.</summary>
    Private,

    /// <summary>The request was authorized, and the response does not say that it is for all (section 3.5).</summary>
    Authorized,

    /// <summary>It sets a cookie, which is one user's.</summary>
    SetsCookie,

    /// <summary><c>Vary: *</c>: no other request will ever match.</summary>
    VaryAny,

    /// <summary>The status is not one that this cache keeps.</summary>
    Status,

    /// <summary>It is stale at once, and cannot be validated.</summary>
    Useless,
}
