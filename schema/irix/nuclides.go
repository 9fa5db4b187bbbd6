package irix

// nuclides are the 409 names of IRIX 1.0 (Nuclides.xsd); T-3x and TO-3x are tritium.
const nuclides = "Ac-225 Ac-226 Ac-227 Ac-228 Ag-105 Ag-108 Ag-108m Ag-110 Ag-110m Ag-111 Ag-112 Al-26 Al-28 Am-241 Am-242 " +
	"Am-242m Am-243 Am-244 Am-244m Am-245 Am-246 Ar-37 Ar-39 Ar-41 As-73 As-74 As-76 As-77 At-211 At-217 At-218 " +
	"Au-195 Au-198 Au-199 Ba-131 Ba-133 Ba-135m Ba-137m Ba-140 Be-10 Be-7 Bi-205 Bi-206 Bi-207 Bi-210 Bi-211 " +
	"Bi-212 Bi-213 Bi-214 Bk-249 Bk-250 Br-82 Br-83 C-14 Ca-41 Ca-45 Ca-47 Cd-109 Cd-113 Cd-113m Cd-115 Cd-115m " +
	"Ce-139 Ce-141 Ce-143 Ce-144 Cf-249 Cf-250 Cf-251 Cf-252 Cf-253 Cf-254 Cl-36 Cl-38 Cm-242 Cm-243 Cm-244 " +
	"Cm-245 Cm-246 Cm-247 Cm-248 Cm-249 Cm-250 Co-56 Co-57 Co-58 Co-58m Co-60 Cr-51 Cs-131 Cs-134 Cs-134m Cs-135 " +
	"Cs-136 Cs-137 Cs-138 Cu-62 Cu-64 Dy-159 Dy-165 Dy-166 Er-169 Er-171 Es-253 Es-254 Eu-152 Eu-152m Eu-154 " +
	"Eu-155 Eu-156 Eu-157 F-18 Fe-52 Fe-55 Fe-59 Fe-60 Fm-254 Fm-255 Fm-256 Fr-221 Fr-222 Fr-223 Ga-67 Ga-68 " +
	"Ga-70 Ga-72 Gd-151 Gd-152 Gd-153 Gd-159 Ge-68 Ge-71 Ge-77 H-3 Hf-175 Hf-181 Hg-197 Hg-197m Hg-203 Ho-166 " +
	"Ho-166m I-123 I-125 I-126 I-129 I-130 I-131 I-132 I-133 I-134 I-135 In-111 In-113m In-114 In-114m In-115 " +
	"In-115m In-116m Ir-190 Ir-192 Ir-194 K-40 K-42 K-43 Kr-81 Kr-83m Kr-85 Kr-85m Kr-87 Kr-88 La-140 La-141 " +
	"Lu-176m Lu-177 Mg-28 Mn-52 Mn-52m Mn-54 Mn-56 Mo-93 Mo-99 N-13 Na-22 Na-24 Nb-93m Nb-94 Nb-95 Nb-95m Nb-96 " +
	"Nb-97 Nb-97m Nd-138 Nd-139 Nd-139m Nd-147 Nd-149 Ni-59 Ni-63 Ni-65 Np-237 Np-238 Np-239 Np-240m O-15 Os-185 " +
	"Os-191 Os-191m Os-193 P-32 P-33 Pa-230 Pa-231 Pa-233 Pa-234 Pa-234m Pb-203 Pb-205 Pb-209 Pb-210 Pb-211 " +
	"Pb-212 Pb-214 Pd-103 Pd-107 Pd-109 Pm-146 Pm-147 Pm-148 Pm-148m Pm-149 Pm-151 Po-210 Po-211 Po-212 Po-213 " +
	"Po-214 Po-215 Po-216 Po-218 Pr-138 Pr-139 Pr-142 Pr-143 Pr-144 Pr-144m Pr-145 Pt-191 Pt-193 Pt-193m Pt-195m " +
	"Pt-197 Pt-197m Pu-238 Pu-239 Pu-240 Pu-241 Pu-242 Pu-243 Pu-244 Pu-246 Ra-222 Ra-223 Ra-224 Ra-225 Ra-226 " +
	"Ra-228 Rb-82 Rb-84 Rb-86 Rb-87 Rb-88 Rb-89 Re-184 Re-186 Re-187 Re-188 Rh-100 Rh-101 Rh-101m Rh-102 Rh-102m " +
	"Rh-103m Rh-105 Rh-106 Rh-106m Rh-99 Rn-218 Rn-219 Rn-220 Rn-222 Ru-103 Ru-105 Ru-106 Ru-97 S-35 Sb-122 " +
	"Sb-124 Sb-125 Sb-126 Sb-126m Sb-127 Sb-128 Sb-129 Sc-44 Sc-46 Sc-47 Sc-48 Se-75 Se-79 Si-31 Si-32 Sm-146 " +
	"Sm-147 Sm-151 Sm-153 Sn-113 Sn-119m Sn-121 Sn-121m Sn-123 Sn-123m Sn-125 Sn-126 Sr-82 Sr-85 Sr-89 Sr-90 " +
	"Sr-91 Sr-92 T-3x Ta-182 Tb-160 Tb-161 Tc-96 Tc-97 Tc-97m Tc-98 Tc-99 Tc-99m Te-121 Te-121m Te-123 Te-123m " +
	"Te-125m Te-127 Te-127m Te-129 Te-129m Te-131 Te-131m Te-132 Te-133 Te-133m Te-134 Th-226 Th-227 Th-228 " +
	"Th-229 Th-230 Th-231 Th-232 Th-234 Ti-44 Tl-200 Tl-201 Tl-202 Tl-204 Tl-207 Tl-208 Tl-209 Tm-167 Tm-170 " +
	"Tm-171 TO-3x U-230 U-232 U-233 U-234 U-235 U-236 U-237 U-238 U-240 V-48 V-49 W-181 W-185 W-187 W-188 Xe-131m " +
	"Xe-133 Xe-133m Xe-135 Xe-135m Xe-137 Xe-138 Y-88 Y-90 Y-91 Y-91m Y-92 Y-93 Yb-169 Yb-175 Zn-65 Zn-69 Zr-93 " +
	"Zr-95 Zr-97"

// combinations are the 14 sums of nuclides that IRIX 1.0 names.
const combinations = "T-Alpha T-Beta T-Gamma R-Beta T-Ca T-K T-Na T-U Sr+Rare I-131(G) I-131(P) I-131(P+G) Cs(134/137) Sr(89/90)"
