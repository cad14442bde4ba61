"""Conditions, drugs and lab values that people mention of themselves."""

from __future__ import annotations

import re

_CONDITIONS = (
    "lupus|sle|diabet\\w+|type (?:1|2|i|ii|one|two) diab\\w+|t[12]dm?|hiv|aids|hepatitis(?: [abc])?|hep [abc]|cancer\\w*|tumou?rs?|leuk\\w+|lymphoma|melanoma|chemo\\w*|radiotherapy|radiation therapy|"
    "epilep\\w+|seizures?|migraines?|asthma\\w*|copd|depress\\w+|anxiety|bipolar|schizo\\w+|ptsd|adhd|ocd|autis\\w+|anorexi\\w+|bulimi\\w+|psychosis|suicid\\w+|"
    "pregnan\\w+|breast ?feeding|miscarriage|menopaus\\w+|post ?partum|ivf|pcos|endometriosis|hysterectomy|"
    "thyroid\\w*|hashimoto'?s?|graves'?(?: disease)?|hypothyroid\\w*|hyperthyroid\\w*|crohn'?s?|colitis|coeliac|celiac|ibs|psoria\\w+|eczema|dermatitis|vitiligo|rosacea|alopecia areata|lichen planopilaris|scleroderma|"
    "arthritis|rheumatoid|fibromyalgia|osteoporosis|gout|ms|multiple sclerosis|parkinson'?s?|alzheimer'?s?|dementia|"
    "heart (?:attack|failure|disease|condition|murmur|surgery)|angina|arrhythmia|afib|atrial fibrillation|pacemaker|stents?|stroke|tia|blood clots?|dvt|embolism|thrombosis|haemophili\\w+|hemophili\\w+|von willebrand|"
    "hypertension|high blood pressure|low blood pressure|high cholesterol|an[ae]mi[ac]|iron deficiency|sickle cell|thalass[ae]mia|"
    "kidney (?:disease|failure|transplant|stones?)|dialysis|liver (?:disease|transplant)|cirrhosis|keloids?|allerg(?:y|ic) to \\w+|alcoholi\\w+|addict\\w+|smoker|covid(?:-19)?|long covid|tuberculosis|tb|syphilis|herpes|"
    "turner syndrome|down'?s? syndrome|sleep apn[oe]+a|glaucoma|organ transplant|splenectomy|gastric (?:bypass|sleeve)|bariatric surgery"
)
_DRUGS = (
    "warfarin|coumadin|eliquis|apixaban|xarelto|rivaroxaban|plavix|clopidogrel|aspirin|heparin|blood thinners?|metformin|insulin|ozempic|mounjaro|wegovy|semaglutide|statins?|atorvastatin|simvastatin|"
    "lisinopril|ramipril|amlodipine|losartan|bisoprolol|propranolol|atenolol|beta ?blockers?|spironolactone|furosemide|levothyroxine|thyroxine|prednis\\w+|cortisone|steroids?|methotrexate|humira|adalimumab|"
    "azathioprine|ciclosporin|cyclosporine?|tacrolimus|hydroxychloroquine|plaquenil|biologics?|immunosuppress\\w+|sertraline|zoloft|fluoxetine|prozac|citalopram|escitalopram|lexapro|venlafaxine|"
    "ssris?|antidepressants?|lithium|quetiapine|olanzapine|risperidone|lamotrigine|lamictal|valproate|depakote|keppra|levetiracetam|carbamazepine|gabapentin|pregabalin|diazepam|xanax|adderall|ritalin|"
    "tamoxifen|anastrozole|letrozole|testosterone|trt|oestrogen|estrogen|hrt|birth control|contracepti\\w+|the pill|accutane|roaccutane|isotretinoin|finasteride|propecia|dutasteride|avodart|minoxidil|rogaine|regaine|"
    "truvada|prep|biktarvy|antiretrovirals?|art|ibuprofen|paracetamol|tylenol|codeine|tramadol|oxycodone|morphine|methadone|antibiotics?|amoxicillin|doxycycline|omeprazole|inhalers?|salbutamol|ventolin"
)
_LAB = (
    r"(?:ferritin|h[ae]moglobin|hb|hba1c|a1c|tsh|t[34]|vitamin d|b12|psa|inr|alt|ast|egfr|creatinine|cholesterol|ldl|hdl|glucose|blood sugar|platelets?|wbc|crp|bmi|blood pressure|bp|viral load|cd4|dht|prolactin)"
    r"(?:\W+(?:level|levels|count|of|is|was|at|came|back|result|reading|around|about|over|under|only))*\W*\d+(?:[.,/]\d+)?(?: ?(?:%|ng/ml|mg/dl|mmol/l|g/dl|iu/l|u/l|over \d+))?"
)
_DOSE = r"\d+(?:[.,]\d+)? ?(?:mg|mcg|\u00b5g|ug|iu|units?)\b(?: (?:a day|daily|twice daily|per day|weekly|bd|od))?"

HEALTH = re.compile(rf"\b(?:{_LAB}|{_CONDITIONS}|{_DRUGS}|{_DOSE})(?!\w)", re.IGNORECASE)
