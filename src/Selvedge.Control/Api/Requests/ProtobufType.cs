namespace Selvedge.Control.Api.Requests;

/// <summary>How a protobuf field is read.</summary>
internal enum ProtobufType
{
    /// <summary>UTF-8 text.</summary>
    Text,

    /// <summary>Repeated text.</summary>
    TextList,

    /// <summary>Text by text.</summary>
    TextMap,

    /// <summary>Bytes; base64 in JSON.</summary>
    Bytes,

    /// <summary>Bytes by text.</summary>
    BytesMap,

    /// <summary>A varint.</summary>
    Number,

    /// <summary>A varint of 0 or 1.</summary>
    Truth,

    /// <summary>Another message.</summary>
    Message,
}
