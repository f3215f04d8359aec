namespace Selvedge.Core.Resources;

/// <summary>Kubernetes' <c>CauseType</c> of a refused field.</summary>
public enum ProblemCause
{
    /// <summary>The field has to be there.</summary>
    FieldValueRequired,

    /// <summary>The value has the right type and a wrong content.</summary>
    FieldValueInvalid,

    /// <summary>The value is not one of the allowed ones.</summary>
    FieldValueNotSupported,

    /// <summary>The value stands elsewhere already.</summary>
    FieldValueDuplicate,

    /// <summary>The value is of another JSON type.</summary>
    FieldValueTypeInvalid,

    /// <summary>The document has a field that its kind does not know.</summary>
    FieldUnknown,

    /// <summary>The value names something that does not exist.</summary>
    FieldValueNotFound,

    /// <summary>The field may not be set by this request.</summary>
    FieldValueForbidden,
}
